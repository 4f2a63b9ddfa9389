package toolpool

// The bounds within which documents are read. Real documents stay far below
// all of them: the longest declaration in the 60,000 tools that this package
// was tried on has 77 KB and 19 levels.
const (
	// maxDocument is the largest document, in bytes.
	maxDocument = 256 << 20

	// maxDeclaration is the largest declaration of one tool, in bytes.
	maxDeclaration = 1 << 20

	// maxDeclared is how many tools one document may declare.
	maxDeclared = 1 << 18

	// maxDepth is how deeply JSON and YAML may nest.
	maxDepth = 100

	// maxName is the longest name of a tool, in bytes.
	maxName = 64

	// maxDescription is the longest description of a tool, in bytes.
	maxDescription = 16 << 10

	// maxResolved is the size in bytes up to which the references of one
	// schema are replaced by what they refer to. Beyond it the schema is cut
	// at the greatest depth that fits.
	maxResolved = 64 << 10

	// maxCompiled is how many schemas inside each other are compiled to be sure
	// that mending made them valid: the compiler takes time that grows with the
	// square of their number.
	maxCompiled = 500

	// maxNumber is the longest number literal, in bytes.
	maxNumber = 64
)
