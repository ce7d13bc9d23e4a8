import { parseArgs } from 'node:util'
import { type ConnectivityRow, connectivityOf, LAYERS, type Layer, layerRows } from '../exposure/connectivity.ts'
import { type MatrixRow, matrixRows } from '../exposure/connectivity-matrix.ts'
import { DEFAULT_SETTINGS, PROTOCOLS, type Protocol } from '../exposure/model.ts'
import type { ObjectRef } from '../kubernetes/object.ts'
import { type Command, UsageError } from './command.ts'
import { readManifestInput } from './manifest-input.ts'
import { asTable, asTsv } from './text-output.ts'

export const connectivity: Command = {
  name: 'connectivity',
  usage: 'PATH... [--layer LAYER | --matrix --ports 80,81 [--protocols TCP,UDP]] [--format FORMAT]',
  description:
    'Tells what policies let through, in manifests or a snapshot: from outside, to it, and between workloads.',
  async run(args, streams) {
    const asked = parse(args)
    const { cluster, problems, status } = await readManifestInput(asked.paths, streams.input)
    // What is written is asked about, whatever network plug-in runs there.
    const answers = connectivityOf(cluster, { ...DEFAULT_SETTINGS, enforcement: 'enforced' })
    if (asked.matrix) {
      const { protocols, ports } = asked.matrix
      const rows = [...matrixRows(answers, protocols, ports)]
      const nameOf = namesOf(answers.workloads.map(([workload]) => workload))
      streams.output.write(
        printed(
          MATRIX_COLUMNS,
          rows.map((row) => matrixCells(row, nameOf)),
          asked.format,
        ),
      )
    } else {
      const rows = asked.layers.flatMap((layer) => layerRows(answers, layer))
      streams.output.write(printed(LAYER_COLUMNS, rows.map(layerCells), asked.format))
    }
    for (const line of problems) streams.errors.write(`${line}\n`)
    return status === 3 && asked.allowIncomplete ? 0 : status
  },
}

const FORMATS = ['table', 'tsv', 'json'] as const
type Format = (typeof FORMATS)[number]

const LAYER_COLUMNS = [
  'layer',
  'namespace',
  'workload',
  'kind',
  'protocol',
  'port_from',
  'port_to',
  'from_or_to',
  'public',
]
const MATRIX_COLUMNS = ['from', 'to', 'protocol', 'port', 'ingress', 'egress', 'combined']

interface Asked {
  readonly paths: readonly string[]
  readonly layers: readonly Layer[]
  readonly matrix: { readonly protocols: readonly Protocol[]; readonly ports: readonly number[] } | undefined
  readonly format: Format
  readonly allowIncomplete: boolean
}

function parse(args: readonly string[]): Asked {
  const { values, positionals } = parsed(args)
  const layers = LAYERS.filter((layer) => values.layer === undefined || values.layer === layer)
  if (layers.length === 0) throw new UsageError(`--layer takes ${LAYERS.join(', ')}.`)
  const format = FORMATS.find((known) => known === values.format)
  if (!format) throw new UsageError(`--format takes ${FORMATS.join(', ')}.`)
  if (values.matrix && values.layer !== undefined) throw new UsageError('Give --layer or --matrix, not both.')
  if (!values.matrix && (values.ports !== undefined || values.protocols !== undefined))
    throw new UsageError('--ports and --protocols go with --matrix.')
  const matrix = values.matrix ? { protocols: protocolsOf(values.protocols), ports: portsOf(values.ports) } : undefined
  return { paths: positionals, layers, matrix, format, allowIncomplete: values['allow-incomplete'] }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        layer: { type: 'string' },
        matrix: { type: 'boolean', default: false },
        ports: { type: 'string' },
        protocols: { type: 'string' },
        format: { type: 'string', default: 'table' },
        'allow-incomplete': { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new UsageError(
      `connectivity takes paths, --layer LAYER, --matrix, --ports LIST, --protocols LIST, --format FORMAT and --allow-incomplete: ${(error as Error).message}`,
    )
  }
}

function protocolsOf(list: string | undefined): Protocol[] {
  if (list === undefined) return [...PROTOCOLS]
  return list.split(',').map((name) => {
    const protocol = PROTOCOLS.find((known) => known === name.trim().toUpperCase())
    if (!protocol) throw new UsageError('--protocols takes TCP, UDP and SCTP, with commas between them.')
    return protocol
  })
}

function portsOf(list: string | undefined): number[] {
  const ports = (list ?? '').split(',').map((text) => (/^\d{1,5}$/.test(text.trim()) ? Number(text) : 0))
  if (ports.some((port) => port < 1 || port > 65_535))
    throw new UsageError('--matrix needs --ports: numbers from 1 to 65535, with commas between them.')
  return ports
}

function layerCells({
  layer,
  workload,
  protocol,
  firstPort,
  lastPort,
  peers,
  public: share,
}: ConnectivityRow): string[] {
  return [
    layer,
    workload.namespace,
    workload.name,
    workload.kind,
    protocol,
    String(firstPort),
    String(lastPort),
    peers,
    share,
  ]
}

function matrixCells(row: MatrixRow, nameOf: (workload: ObjectRef) => string): string[] {
  const word = (allowed: boolean) => (allowed ? 'allow' : 'deny')
  const { from, to, protocol, port, ingress, egress, combined } = row
  return [nameOf(from), nameOf(to), protocol, String(port), word(ingress), word(egress), word(combined)]
}

/** `namespace/name`, with the kind where two workloads would bear the same. */
function namesOf(workloads: readonly ObjectRef[]): (workload: ObjectRef) => string {
  const plain = ({ namespace, name }: ObjectRef) => `${namespace}/${name}`
  const counts = Map.groupBy(workloads, plain)
  return (workload) => `${plain(workload)}${(counts.get(plain(workload))?.length ?? 0) > 1 ? `[${workload.kind}]` : ''}`
}

/** In JSON ports are numbers. */
function printed(columns: readonly string[], rows: readonly (readonly string[])[], format: Format): string {
  if (format === 'tsv') return asTsv(columns, rows)
  if (format === 'table') return asTable(columns, rows)
  const jsonOf = (column: string, cell: string) => (column.startsWith('port') ? Number(cell) : cell)
  const objects = rows.map((cells) =>
    Object.fromEntries(columns.map((column, at) => [column, jsonOf(column, cells[at] ?? '')])),
  )
  return `${JSON.stringify(objects, undefined, 2)}\n`
}
