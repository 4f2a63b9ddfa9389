package packagedoc // want "packagedoc: package packagedoc has no comment"

func nothing() {}
