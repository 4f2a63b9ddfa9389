// Writes what readers found as a page, and ends with status 1 if any of them
// found a fault.
//
//     node table.mjs < results.jsonl

import { readFileSync } from 'node:fs'

const lines = readFileSync(0, 'utf8').split('\n').filter(Boolean).map(l => JSON.parse(l))
const results = lines.filter(l => l.reader)
const columns = lines.filter(l => l.types)

// The readers, and whether one is what a format was made for.
const about = {
  DuckDB: 'a database that reads JSON lines, zstd and Parquet by itself',
  hyparquet: 'a reader of Parquet, independent of the one in DuckDB',
  'MCP TypeScript SDK': "the protocol's own library: a server that serves each document and a client that lists it",
  ajv: 'a validator of JSON Schema 2020-12',
  'TypeScript, with the types of openai': "a compiler, and the types of OpenAI's own library: of chat completions and of responses",
  yaml: 'a reader of YAML, for the header of the dataset card and for configurations',
  jsonld: 'a processor of JSON-LD, for croissant.json',
  'python json': "Python's own reader of JSON, and behind it the rules that the format's readers document, checked by `conformance/rules.py`",
}
const own = { mcp: 'MCP TypeScript SDK', openai: 'TypeScript, with the types of openai', openai_tools: 'TypeScript, with the types of openai' }

// What reads a format in earnest and cannot be installed from a registry that
// this project uses.
const absent = {
  openai: "OpenAI's fine-tuning itself",
  nemo_gym: "NeMo Gym; of the rows, what it passes on to a model is of the API's types",
  sharegpt: 'LLaMA-Factory',
  llamafactory_v1: 'LLaMA-Factory',
  axolotl: 'Axolotl',
  trl: 'TRL and datasets',
  verl: 'verl',
  nemo_rl: 'NeMo RL',
  adp: "the protocol's own models",
  atif: 'Harbor',
  tau2: 'tau2-bench',
}

const cell = text => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ')
const byFormat = new Map()
for (const r of results) byFormat.set(r.format, [...(byFormat.get(r.format) ?? []), r])
const versions = new Map()
for (const r of results) versions.set(r.reader, r.version)
const readers = Object.keys(about).filter(r => versions.has(r))
const faults = results.filter(r => r.fault_count)

const out = []
out.push('# What reads what worldc writes', '')
out.push('<!-- conformance/run -update writes this page from what it ran. -->', '')
out.push('`make conformance` builds a dataset in every format from [examples/agentscaler.hcl](../examples/agentscaler.hcl) and')
out.push('[conformance/datasets.hcl](../conformance/datasets.hcl), and has programs that others wrote read it. Then it damages the datasets in ways')
out.push('that each reader has to notice. `.ci/run` does the same on every change.', '')
out.push('## Readers', '', '| reader | version | what it is |', '| --- | --- | --- |')
for (const r of readers) out.push(`| ${r} | ${versions.get(r)} | ${about[r]} |`)
out.push('', '`sha256sum -c` and `zstd -t` read every file, and `conformance/croissant.mjs` reads the rows of a dataset by what croissant.json alone says of', 'them.')
out.push('', '## Formats', '')
out.push("A format is read by its *own* reader, or compared with the types of its own library, where that can be installed from npm or Debian, which is where this project gets programs")
out.push('from. The trainers are Python packages that are in neither: what only they could tell is checked against the rules that they')
out.push('document.', '')
out.push('| format | datasets | its own reader or types | what else read it | only by documented rules |', '| --- | --: | --- | --- | --- |')
for (const [format, found] of [...byFormat].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const rules = found.find(r => r.reader === 'python json')
  const others = readers.filter(r => r !== 'python json' && r !== own[format] && found.some(f => f.reader === r && f.items > 0))
  const last = format === 'records' || format === 'mcp' ? '' : `${rules?.what ?? ''}${absent[format] ? ` (not run: ${absent[format]})` : ''}`
  out.push(`| \`${format}\` | ${new Set(found.map(f => f.dataset)).size} | ${own[format] ?? ''} | ${[...others, ...(rules ? ['python json'] : [])].join(', ')} | ${cell(last)} |`)
}
out.push('', '## What was read', '', `Things that were read without a fault: ${[
  'records of all files (DuckDB, python json)', 'rows (hyparquet, TypeScript)', 'tools (MCP)', 'schemas (ajv)', 'data files that the card names (yaml)', 'checksums (jsonld)',
].join(', ')}.`, '')
out.push(`| dataset | ${readers.join(' | ')} |`, `| --- | ${readers.map(() => '--:').join(' | ')} |`)
for (const dataset of [...new Set(results.map(r => r.dataset))].sort()) {
  const read = r => results.find(f => f.dataset === dataset && f.reader === r)
  out.push(`| ${dataset} | ${readers.map(r => (read(r) ? (read(r).fault_count ? `${read(r).fault_count} faults` : (read(r).items ?? read(r).lines)) : '')).join(' | ')} |`)
}
out.push('', '## The types that DuckDB finds', '')
out.push('A reader that infers types from rows, as the libraries that load datasets do, finds these. Where arguments are objects, each has')
out.push('other members: DuckDB makes maps of them, others make one struct with the members of all, and nulls for those that a row lacks. The formats whose')
out.push('trainers load rows that way hold them as strings.', '', '| format | columns |', '| --- | --- |')
const told = new Set()
for (const c of columns) {
  const text = c.columns.map(t => (t.length > 160 ? `${t.slice(0, 157)}...` : t)).map(t => `\`${t}\``).join('<br>')
  if (c.format === 'records' || told.has(c.dataset)) continue
  told.add(c.dataset)
  out.push(`| \`${c.format}\` (${c.dataset}) | ${cell(text)} |`)
}
console.log(out.join('\n'))
for (const f of faults) console.error(`conformance: ${f.dataset}, ${f.reader}: ${f.fault_count} faults: ${f.faults.join('; ')}`)
if (faults.length > 0 || results.length === 0) process.exit(1)
