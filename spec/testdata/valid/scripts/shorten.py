import json, sys

words = int(sys.argv[1].removeprefix("--words="))
for line in sys.stdin:
    tool = json.loads(line)
    tool["description"] = " ".join(tool["description"].split()[:words])
    print(json.dumps(tool))
