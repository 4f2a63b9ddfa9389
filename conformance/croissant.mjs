// Reads datasets by nothing but what their metadata says: croissant.json with a
// JSON-LD processor, the header of README.md with a YAML parser, and the files that
// both name with DuckDB.
//
//     node croissant.mjs DIR...
//
// What is checked of Croissant are the rules of its specification 1.1 and those of
// mlcroissant, its reference implementation, which is not run: it is Python and
// needs packages that this machine may not have. It prints a line for each
// dataset, and one for each problem; the status is 1 if there is any.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import jsonld from "jsonld";
import YAML from "yaml";

const CR = "http://mlcommons.org/croissant/", SC = "https://schema.org/", PROV = "http://www.w3.org/ns/prov#";

// What the specification has: the classes, and the properties of each.
const classes = {
  [SC + "Dataset"]: ["name", "description", "distribution", "recordSet", "conformsTo"],
  [CR + "FileObject"]: ["name", "contentUrl", "encodingFormat", "sha256"],
  [CR + "FileSet"]: ["name", "encodingFormat", "includes"],
  [CR + "RecordSet"]: ["name", "field"],
  [CR + "Field"]: ["name"],
};
const vocabulary = new Set(["annotation", "arrayShape", "citeAs", "column", "data", "dataType", "equivalentProperty", "examples", "excludes", "extract",
  "field", "fileObject", "fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path",
  "recordSet", "references", "regex", "readLines", "repeated", "replace", "sdVersion", "separator", "source", "subField", "transform", "unArchive", "value",
  "FileObject", "FileSet", "RecordSet", "Field", "Split"].map((t) => CR + t));
const provenance = new Set(["wasGeneratedBy", "wasDerivedFrom", "wasAssociatedWith", "used", "label", "Activity", "Entity", "SoftwareAgent"].map((t) => PROV + t));
const types = new Set(["Text", "Integer", "Float", "Boolean", "Date", "URL"].map((t) => SC + t));
const expandedName = { distribution: SC + "distribution", name: SC + "name", description: SC + "description", contentUrl: SC + "contentUrl",
  encodingFormat: SC + "encodingFormat", sha256: SC + "sha256", conformsTo: "http://purl.org/dc/terms/conformsTo" };

const list = (v) => (v === undefined ? [] : Array.isArray(v) ? v : [v]);
const walk = (dir, below = "") =>
  readdirSync(join(dir, below), { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? walk(dir, below + e.name + "/") : [below + e.name]));
const matches = (pattern, file) => new RegExp("^" + pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]*") + "$").test(file);

async function check(dir, db, problem) {
  const text = readFileSync(join(dir, "croissant.json"), "utf8");
  const metadata = JSON.parse(text);
  await checkGraph(metadata, problem);
  const files = walk(dir);
  const objects = new Map(), sets = new Map();
  for (const f of metadata.distribution) {
    if (f["@type"] === "cr:FileSet") {
      sets.set(f["@id"], f);
      continue;
    }
    const path = decodeURIComponent(f.contentUrl);
    objects.set(path, f);
    if (!files.includes(path)) {
      problem(`there is no ${path}`);
      continue;
    }
    const data = readFileSync(join(dir, path));
    if (createHash("sha256").update(data).digest("hex") !== f.sha256) problem(`${path} has another SHA-256`);
    if (`${statSync(join(dir, path)).size} B` !== f.contentSize) problem(`${path} has another size`);
  }
  for (const f of files.filter((f) => /\.(jsonl|parquet|zst)$/.test(f))) if (!objects.has(f)) problem(`${f} is not described`);

  let rows = 0;
  for (const set of metadata.recordSet.filter((r) => !r.dataType)) rows += await readSet(dir, db, metadata, set, sets, files, problem);
  const header = await checkHeader(dir, db, files, metadata, problem);
  return `${rows} rows by croissant.json, ${header} by the header of README.md`;
}

// checkGraph expands the metadata as any reader of JSON-LD does, and checks the
// graph.
async function checkGraph(metadata, problem) {
  const base = "https://example.org/dataset/";
  const documentLoader = (url) => Promise.reject(new Error(`it needs ${url}`));
  const options = { base, documentLoader, safe: true }; // what would be lost is an error
  const [root] = await jsonld.expand(metadata, options);
  const defined = new Set(), referred = [], seen = [];
  const visit = (node) => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (node === null || typeof node !== "object" || "@value" in node) return;
    const keys = Object.keys(node);
    if (keys.length === 1 && keys[0] === "@id") return referred.push(node["@id"]);
    if (node["@id"]) {
      if (defined.has(node["@id"])) problem(`${node["@id"]} is defined twice`);
      defined.add(node["@id"]);
    }
    for (const type of list(node["@type"])) {
      if (type.startsWith(CR) && !vocabulary.has(type)) problem(`Croissant has no class ${type}`);
      if (type.startsWith(PROV) && !provenance.has(type)) problem(`PROV has no class ${type}`);
      for (const name of classes[type] ?? []) if (!node[expandedName[name] ?? CR + name]) problem(`a ${type} (${node["@id"]}) without ${name}`);
    }
    seen.push(node);
    for (const key of keys.filter((k) => !k.startsWith("@"))) {
      if (key.startsWith(CR) && !vocabulary.has(key)) problem(`Croissant has no property ${key}`);
      if (key.startsWith(PROV) && !provenance.has(key)) problem(`PROV has no property ${key}`);
      visit(node[key]);
    }
  };
  visit(root);
  const external = (id) => !id.startsWith(base);
  for (const node of seen) {
    for (const { "@id": type } of node[CR + "dataType"] ?? [])
      if (!types.has(type) && type !== CR + "Split" && !type.startsWith("http://www.wikidata.org/")) problem(`${node["@id"]} has the type ${type}, which mlcroissant does not know`);
    const field = list(node["@type"]).includes(CR + "Field");
    if (field && !node[CR + "dataType"] && !node[CR + "subField"]) problem(`${node["@id"]} has neither a type nor fields`);
  }
  const known = new Set([...vocabulary, ...types]);
  for (const id of referred) if (!defined.has(id) && !external(id) && !known.has(id)) problem(`${id} is referred to and not there`);
  if (list(root["@type"])[0] !== SC + "Dataset") problem(`it is a ${root["@type"]}`);
  if (!/^[a-zA-Z0-9\-_.]+$/.test(metadata.name)) problem(`${metadata.name} is no name that mlcroissant takes`);
}

// readSet reads the rows of a record set from the files that it names, and counts
// them by the split that it reads from their names.
async function readSet(dir, db, metadata, set, sets, files, problem) {
  const simple = set.field.filter((f) => !f.source?.extract?.fileProperty);
  const source = sets.get(set.field.find((f) => f.source)?.source.fileSet["@id"]);
  const found = files.filter((f) => list(source?.includes).some((p) => matches(p, f)));
  if (found.length === 0) problem(`${set["@id"]} has no files`);
  const split = set.field.find((f) => f.source?.extract?.fileProperty === "fullpath");
  const regex = new RegExp(split.source.transform.regex);
  const splits = metadata.recordSet.find((r) => r["@id"] === set["@id"] + "/splits").data.map((d) => Object.values(d)[0]);
  const counts = { [set["@id"] + "/count"]: 0 };
  for (const file of found) {
    const name = regex.exec(file)?.[1];
    if (!splits.includes(name)) problem(`${file} is of no split`);
    const { n, missing } = await readFile(db, join(dir, file), list(source.encodingFormat), simple);
    if (missing) problem(`${file} has no field ${missing}`);
    counts[set["@id"] + "/count"] += n;
    const key = `${set["@id"]}/split/${name}/count`;
    counts[key] = (counts[key] ?? 0) + n;
  }
  for (const a of set.annotation) if (counts[a["@id"]] !== a.value) problem(`${a["@id"]} says ${a.value}, and there are ${counts[a["@id"]]}`);
  return counts[set["@id"] + "/count"];
}

// readFile counts the rows of a file, and names a field that no row has.
async function readFile(db, path, encoding, fields) {
  const quoted = path.replaceAll("'", "''");
  const columns = `{${(fields.length > 0 ? fields : [{ name: "-" }]).map((f) => `"${f.name}": 'JSON'`).join(", ")}}`;
  let from;
  if (encoding[0] === "application/x-parquet") from = `read_parquet('${quoted}')`;
  else if (encoding[0] === "application/json") return readDocument(path, fields);
  else from = `read_json('${quoted}', format = 'newline_delimited', maximum_object_size = 268435456, columns = ${columns}` +
    (encoding[1] === "application/zstd" ? ", compression = 'zstd')" : ")");
  const wanted = ["*", ...fields.map((f) => `"${f.name}"`)].map((f) => `count(${f})`).join(", ");
  const [row] = (await db.runAndReadAll(`SELECT ${wanted} FROM ${from}`)).getRows();
  const missing = fields.find((f, i) => row[0] > 0n && row[i + 1] === 0n && !/may be missing$/.test(f.description ?? ""));
  return { n: Number(row[0]), missing: missing?.name };
}

// readDocument reads a JSON document by the paths of its fields.
function readDocument(path, fields) {
  const document = JSON.parse(readFileSync(path, "utf8"));
  const array = (f) => (f.source ?? f.subField[0].source).extract.jsonPath.split("[*]")[0];
  const at = (p) => p.split(".").slice(1).reduce((v, name) => v[name], document);
  const missing = fields.find((f) => !/may be missing$/.test(f.description ?? "") && at(array(f)).some((row) => row[f.name] === undefined));
  return { n: fields.length > 0 ? at(array(fields[0])).length : document.length, missing: missing?.name };
}

// checkHeader loads what the header of the card names, as hubs do.
async function checkHeader(dir, db, files, metadata, problem) {
  const [, head] = /^---\n([\s\S]*?\n)---\n/.exec(readFileSync(join(dir, "README.md"), "utf8")) ?? [];
  if (!head) {
    problem("README.md has no header");
    return 0;
  }
  const header = YAML.parse(head);
  let rows = 0;
  if (header.viewer === false) return "none";
  for (const config of header.configs) {
    const info = header.dataset_info.find((i) => i.config_name === config.config_name);
    for (const data of config.data_files) {
      if (!/^\w+(\.\w+)*$/.test(data.split)) problem(`${data.split} is no name of a split for the hub`);
      const found = files.filter((f) => list(data.path).some((p) => matches(p, f)));
      const described = metadata.distribution.filter((f) => found.includes(f.name));
      let n = 0;
      for (const f of described) n += (await readFile(db, join(dir, f.name), list(f.encodingFormat), [])).n;
      const said = info?.splits.find((s) => s.name === data.split)?.num_examples;
      if (n !== said) problem(`the header gives ${config.config_name} ${data.split} ${said} rows, and there are ${n}`);
      rows += n;
    }
  }
  return rows;
}

let status = 0;
const db = await (await DuckDBInstance.create(":memory:")).connect();
for (const dir of process.argv.slice(2)) {
  const problems = [];
  let read;
  try {
    read = await check(dir, db, (p) => problems.push(p));
  } catch (error) {
    problems.push(String(error?.stack ?? error));
  }
  for (const p of problems) console.log(`${dir}: ${p}`);
  if (problems.length === 0) console.log(`${dir}: ${read}`);
  else status = 1;
}
process.exitCode = status;
