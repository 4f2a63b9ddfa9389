// Reads datasets with programs that others wrote.
//
//     node read.mjs DATASET... > results.jsonl
//
// A line of JSON is printed for every reader and every dataset that it can read:
// what it read, how many things, and the first faults. The process ends with
// status 0 whatever is found; table.mjs judges.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'

import { DuckDBInstance } from '@duckdb/node-api'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import addFormats from 'ajv-formats'
import Ajv2020 from 'ajv/dist/2020.js'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import jsonld from 'jsonld'
import { parse as parseTOML } from 'smol-toml'
import YAML from 'yaml'

const here = dirname(fileURLToPath(import.meta.url))
const lock = JSON.parse(readFileSync(join(here, 'package-lock.json'), 'utf8'))
const versionOf = name => lock.packages[`node_modules/${name}`].version
const typedRows = 50 // of a file are checked by a compiler

// A dataset, as its manifest describes it.
function open(dir) {
  const manifest = parseTOML(readFileSync(join(dir, 'manifest.toml'), 'utf8'))
  const data = manifest.file.filter(f => f.path.startsWith('data/'))
  return { dir, name: basename(dir), manifest, data, format: data[0]?.format ?? 'records' }
}

// report prints what a reader found; add(fault) is called for each fault.
async function report(reader, version, dataset, what, read) {
  const faults = []
  let items = 0
  try {
    items = await read(fault => faults.push(String(fault)))
  } catch (e) {
    faults.push(e.message)
  }
  if (items === undefined && faults.length === 0) return
  console.log(JSON.stringify({ reader, version, dataset: dataset.name, format: dataset.format, what, items: items ?? 0, faults: faults.slice(0, 3), fault_count: faults.length }))
}

// asRead is where DuckDB leaves a file of Parquet as lines of JSON.
const asRead = (d, f) => join(process.env.PARQUET_AS_READ ?? join(tmpdir(), 'worldc-conformance'), d.name, f.path + '.jsonl')

const sql = text => `'${text.replaceAll("'", "''")}'`

// duck reads every file of a dataset, counts its records, and says what types
// it finds. What it reads of Parquet it leaves where others find it.
async function duck(db, d) {
  await report('DuckDB', versionOf('@duckdb/node-api'), d, 'counts the records of every file as the manifest does, and infers their types', async fault => {
    let records = 0
    for (const f of d.manifest.file) {
      const path = join(d.dir, f.path)
      const from = f.path.endsWith('.parquet') ? `read_parquet(${sql(path)})`
        : `read_json(${sql(path)}, format=${f.path.endsWith('.json') ? "'auto'" : "'newline_delimited'"}, maximum_object_size=268435456)`
      const rows = await db.runAndReadAll(`describe select * from ${from}`)
      const types = rows.getRows().map(r => `${r[0]} ${r[1]}`)
      const tools = types.length === 1 && types[0].startsWith('tools ')
      const [[count]] = (await db.runAndReadAll(tools ? `select sum(len(tools)) from ${from}` : `select count(*) from ${from}`)).getRows()
      if (Number(count) !== f.records) fault(`${f.path} holds ${count} records, and the manifest says ${f.records}`)
      records += Number(count)
      if (f.path.startsWith('data/')) console.log(JSON.stringify({ types: true, format: d.format, dataset: d.name, columns: types.map(t => t.slice(0, 2000)) }))
      if (f.path.endsWith('.parquet')) {
        mkdirSync(dirname(asRead(d, f)), { recursive: true })
        await db.run(`copy (select * from ${from}) to ${sql(asRead(d, f))} (format json)`)
      }
    }
    return records
  })
}

// parquet reads Parquet in another program, which must read the same.
async function parquet(d) {
  const files = d.data.filter(f => f.path.endsWith('.parquet'))
  if (files.length === 0) return
  await report('hyparquet', versionOf('hyparquet'), d, 'reads the rows that DuckDB reads', async fault => {
    let rows = 0
    const plain = v => JSON.parse(JSON.stringify(v, (_, x) => (typeof x === 'bigint' ? Number(x) : x === null ? undefined : x)))
    for (const f of files) {
      const path = join(d.dir, f.path)
      const objects = await parquetReadObjects({ file: await asyncBufferFromFile(path), compressors })
      if (objects.length !== f.records) fault(`${f.path} holds ${objects.length} rows, and the manifest says ${f.records}`)
      const others = readFileSync(asRead(d, f), 'utf8').split('\n').filter(Boolean).map(line => plain(JSON.parse(line)))
      objects.forEach((o, i) => isDeepStrictEqual(plain(o), others[i]) || fault(`${f.path}, row ${i + 1}: DuckDB reads something else`))
      rows += objects.length
    }
    return rows
  })
}

// rowsOf are the rows of a file of the data.
const known = new Map()
function rowsOf(d, f) {
  const key = join(d.dir, f.path)
  if (!known.has(key)) known.set(key, readRows(d, f))
  return known.get(key)
}

function readRows(d, f) {
  const path = f.path.endsWith('.parquet') ? asRead(d, f) : join(d.dir, f.path)
  const text = path.endsWith('.zst') ? execFileSync('zstd', ['-dcq', path], { maxBuffer: 1 << 30, encoding: 'utf8' }) : readFileSync(path, 'utf8')
  if (path.endsWith('.json')) {
    const document = JSON.parse(text)
    return document.tools ?? document
  }
  return text.split('\n').filter(Boolean).map(line => JSON.parse(line))
}

// mcp serves each document with the official SDK and lists it with the official
// client, which checks the answer and compiles the schemas of outputs.
async function mcp(d) {
  if (d.format !== 'mcp') return
  await report('MCP TypeScript SDK', versionOf('@modelcontextprotocol/sdk'), d, 'its client lists the tools that its server serves, and loses nothing', async fault => {
    let tools = 0
    for (const f of d.data) {
      const document = JSON.parse(readFileSync(join(d.dir, f.path), 'utf8'))
      const server = new Server({ name: 'worldc', version: '1' }, { capabilities: { tools: {} } })
      server.setRequestHandler(ListToolsRequestSchema, () => document)
      const client = new Client({ name: 'reader', version: '1' })
      const [a, b] = InMemoryTransport.createLinkedPair()
      await Promise.all([server.connect(a), client.connect(b)])
      try {
        const listed = await client.listTools()
        if (!isDeepStrictEqual(listed.tools, document.tools)) fault(`${f.path}: the client lists something else`)
        tools += listed.tools.length
      } catch (e) {
        fault(`${f.path}: ${e.message}`)
      }
      await client.close()
      await server.close()
    }
    return tools
  })
}

// toolsOf are the schemas in a row: of a tool its name, input and output.
function toolsOf(row) {
  const schema = s => (typeof s === 'string' ? JSON.parse(s) : s)
  if (row.available_custom_tools) return []
  const list = row.inputSchema || row.function ? [row] : schema(row.tools ?? row.responses_create_params?.tools ?? row.agent?.tool_definitions ?? [])
  return list.map(t => ({
    name: t.name ?? t.function.name,
    input: schema(t.inputSchema ?? t.parameters ?? t.function.parameters),
    output: t.outputSchema,
  }))
}

// schemas checks every schema of a tool against the metaschema of JSON Schema
// 2020-12, compiles it, and checks golden calls against it.
async function schemas(d) {
  if (!d.data.length || d.format === 'records') return
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true, logger: false })
  addFormats(ajv)
  const compiled = new Map()
  const compile = (s, fault, where) => {
    const key = JSON.stringify(s)
    if (!compiled.has(key)) {
      let validate = null
      try {
        if (!ajv.validateSchema(s)) fault(`${where}: ${ajv.errorsText(ajv.errors)}`)
        validate = ajv.compile(s)
      } catch (e) {
        fault(`${where}: ${e.message}`)
      }
      compiled.set(key, validate)
    }
    return compiled.get(key)
  }
  const read = fault => {
    const metadata = join(d.dir, 'metadata.json') // of adp, whose rows name tools only
    if (existsSync(metadata)) for (const t of toolsOf({ tools: JSON.parse(readFileSync(metadata, 'utf8')).custom_tools })) compile(t.input, fault, t.name)
    for (const f of d.data) {
      for (const [i, row] of rowsOf(d, f).entries()) {
        const inputs = new Map()
        for (const t of toolsOf(row)) {
          inputs.set(t.name, compile(t.input, fault, t.name))
          if (t.output) compile(t.output, fault, `${t.name}, output`)
        }
        for (const c of row.ground_truth ?? []) {
          const validate = inputs.get(c.name)
          if (!validate) fault(`${f.path}, row ${i + 1}: there is no tool ${c.name}`)
          else if (!validate(JSON.parse(c.arguments))) fault(`${f.path}, row ${i + 1}: ${c.name} takes no ${c.arguments}: ${ajv.errorsText(validate.errors)}`)
        }
      }
    }
    return compiled.size || undefined
  }
  await report('ajv', versionOf('ajv'), d, "the tools' schemas are JSON Schema 2020-12" + (d.data.some(f => rowsOf(d, f)[0]?.ground_truth) ? ', and take the golden calls' : ''), read)
}

// Types are those that rows of a format have in OpenAI's own library.
const types = {
  openai: `import type { ChatCompletionMessageParam, ChatCompletionTool } from 'openai/resources/chat/completions'
type Row = { messages: (ChatCompletionMessageParam & { weight?: 0 | 1 })[]; tools?: ChatCompletionTool[]; parallel_tool_calls: boolean }`,
  openai_tools: `import type { ChatCompletionFunctionTool } from 'openai/resources/chat/completions'
type Row = ChatCompletionFunctionTool`,
  nemo_gym: `import type { ResponseCreateParamsNonStreaming, ResponseInputItem } from 'openai/resources/responses/responses'
type Row = { responses_create_params: ResponseCreateParamsNonStreaming; response?: { output: ResponseInputItem[] } }`,
  atif: `import type { ChatCompletionFunctionTool } from 'openai/resources/chat/completions'
type Row = { agent: { tool_definitions: ChatCompletionFunctionTool[] } }`,
}

// only leaves of a row what its type knows.
const only = {
  openai: r => r,
  openai_tools: r => r,
  nemo_gym: r => ({ responses_create_params: r.responses_create_params, ...(r.response && { response: { output: r.response.output } }) }),
  atif: r => ({ agent: { tool_definitions: r.agent.tool_definitions } }),
}

// openai has the TypeScript compiler check rows of all datasets against the types
// of OpenAI's library: as literals, in which an unknown field is an error too.
async function openai(all) {
  const work = join(here, 'typed')
  rmSync(work, { recursive: true, force: true })
  const files = []
  const rows = {}
  for (const d of all.filter(d => types[d.format])) {
    mkdirSync(join(work, d.name), { recursive: true })
    rows[d.name] = 0
    for (const [i, f] of d.data.entries()) {
      const some = rowsOf(d, f).slice(0, typedRows).map(only[d.format])
      rows[d.name] += some.length
      files.push(join(work, d.name, `rows${i}.ts`))
      writeFileSync(files.at(-1), `${types[d.format]}\nexport const rows: Row[] = ${JSON.stringify(some, null, 1)}\n`)
    }
  }
  if (files.length === 0) return
  let told = ''
  try {
    const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--types', '', '--module', 'nodenext', '--moduleResolution', 'nodenext', '--target', 'es2022']
    execFileSync(process.execPath, [tsc, ...options, ...files], { encoding: 'utf8', stdio: 'pipe', cwd: here, maxBuffer: 1 << 28 })
  } catch (e) {
    told = e.stdout || e.message
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  const errors = told.split('\n').filter(line => line.includes('error'))
  for (const d of all.filter(d => types[d.format])) {
    const what = d.format === 'atif' ? 'its tools are of the types of the API' : 'rows are of the types of the API'
    await report('TypeScript, with the types of openai', `${versionOf('typescript')}, ${versionOf('openai')}`, d, what, async fault => {
      for (const line of errors) if (line.includes(`typed/${d.name}/`) || !line.includes('typed/')) fault(line.slice(0, 300))
      return rows[d.name]
    })
  }
}

// yaml reads the header of the card, whose patterns have to find every file of
// the data once, and what YAML lies beside it.
async function yaml(d) {
  await report('yaml', versionOf('yaml'), d, 'reads the header of the card, whose patterns find every file of the data once, and configurations beside it', async fault => {
    const header = YAML.parse(readFileSync(join(d.dir, 'README.md'), 'utf8').split(/^---$/m)[1], { strict: true })
    const found = []
    // A list of tools is no table, so that its card describes none.
    const tables = d.format === 'mcp' ? [] : header.configs
    for (const config of tables) {
      for (const part of config.data_files) {
        for (const pattern of [part.path].flat()) {
          const at = new RegExp('^' + pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*') + '$')
          found.push(...d.manifest.file.map(f => f.path).filter(p => at.test(p)))
        }
      }
    }
    const data = d.format === 'mcp' ? [] : d.data.map(f => f.path).sort()
    if (!isDeepStrictEqual(found.sort(), data)) fault(`the patterns find ${found.join(', ')}`)
    for (const name of readdirSync(d.dir).filter(n => n.endsWith('.yaml'))) {
      const text = YAML.parse(readFileSync(join(d.dir, name), 'utf8'), { strict: true })
      YAML.visit(YAML.parseDocument(readFileSync(join(d.dir, name), 'utf8')), {
        Scalar: (_, node) => {
          if (typeof node.value === 'string' && node.value.startsWith('data/') && !node.value.includes('*') && !existsSync(join(d.dir, node.value))) fault(`${name} names ${node.value}, which is not there`)
        },
      })
      if (text === null) fault(`${name} is empty`)
    }
    return data.length
  })
}

// croissant expands the metadata as JSON-LD, in which every term has to mean
// something, and compares its checksums with the files.
async function croissant(d) {
  const path = join(d.dir, 'croissant.json')
  if (!existsSync(path)) return
  await report('jsonld', versionOf('jsonld'), d, "every term of croissant.json has a meaning, and its checksums are the files'", async fault => {
    const metadata = JSON.parse(readFileSync(path, 'utf8'))
    const nowhere = async url => {
      throw new Error(`${url} would have to be fetched`)
    }
    await jsonld.expand(metadata, { base: 'https://data.example/', documentLoader: nowhere, safe: true })
    let files = 0
    for (const f of metadata.distribution.filter(f => f.sha256)) {
      const sum = createHash('sha256').update(readFileSync(join(d.dir, f.contentUrl))).digest('hex')
      if (sum !== f.sha256) fault(`${f.contentUrl} has another checksum`)
      files++
    }
    return files
  })
}

const db = await (await DuckDBInstance.create(':memory:')).connect()
const all = process.argv.slice(2).map(dir => open(resolve(dir)))
for (const d of all) {
  await duck(db, d)
  await parquet(d)
  await mcp(d)
  await schemas(d)
  await yaml(d)
  await croissant(d)
}
await openai(all)
