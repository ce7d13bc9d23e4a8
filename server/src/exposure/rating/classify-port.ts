import { parseImageReference } from '../../kubernetes/image-reference.ts'
import type { Entry } from '../model.ts'
import { PORT_SERVICES, type PortService } from './port-services.ts'
import type { PortClass } from './rating.ts'

/** What is known of a port that is reached. */
export interface AskedPort {
  /** Of the container; 0 when it is not known. */
  readonly number: number
  /** What the container calls it; empty for nothing. */
  readonly name: string
  /** Of the container that declares it; empty when that is not known. */
  readonly image: string
  /** Ports that clients and services in front of it call it by. */
  readonly outer: readonly number[]
  readonly entry: Pick<Entry, 'kind'>
}

export interface PortPurpose {
  readonly portClass: PortClass
  /** Undefined when no service is known by it. */
  readonly service: PortService | undefined
  /** What tells, as a sentence; empty when nothing does. */
  readonly reason: string
}

/**
 * What a port is for: by its number together with its image or alone, by its image, by the name of the port, by the numbers in front of it;
 * what nothing is known of behind an entry that speaks HTTP is web.
 */
export function classifyPort({ number, name, image, outer, entry }: AskedPort): PortPurpose {
  const repository = parseImageReference(image)?.repository ?? ''
  const byImage = PORT_SERVICES.find(({ images }) => images.some((one) => `/${repository}`.endsWith(`/${one}`)))
  if (isExporter(repository) || METRICS_NAME.test(name)) {
    const reason = METRICS_NAME.test(name) ? `Port ${number} is named ${name}.` : `Image ${repository} exports metrics.`
    return { portClass: 'metrics', service: undefined, reason }
  }
  const isNamedWeb = WEB_NAME.test(name)
  const byNumber = PORT_SERVICES.find(({ ports }) => ports.includes(number))
  if (byNumber && byNumber.portClass !== 'web') return told(byNumber, `Port ${number} is ${possessive(byNumber)}.`)
  if (byImage && byImage.portClass !== 'web') return told(byImage, `The image is ${possessive(byImage)}.`)
  const shared = isNamedWeb ? undefined : PORT_SERVICES.find(({ sharedPorts }) => sharedPorts.includes(number))
  if (shared && shared.portClass !== 'web') return told(shared, `Port ${number} is ${possessive(shared)}.`)
  const byOuter = PORT_SERVICES.find(({ ports }) => outer.some((port) => ports.includes(port)))
  if (byOuter && byOuter.portClass !== 'web') {
    const port = outer.find((one) => byOuter.ports.includes(one)) ?? number
    return told(byOuter, `Port ${port} is ${possessive(byOuter)}.`)
  }
  const web = byNumber ?? shared
  if (web) return told(web, `Port ${number} is ${web.name}.`)
  if (isNamedWeb) return { portClass: 'web', service: undefined, reason: `Port ${number} is named ${name}.` }
  if (byImage) return told(byImage, `The image serves ${byImage.name}.`)
  if (byOuter) return told(byOuter, `It is served as ${byOuter.name}.`)
  if (entry.kind === 'Ingress' || entry.kind === 'Route')
    return { portClass: 'web', service: undefined, reason: `An entry point for HTTP leads to port ${number}.` }
  return { portClass: 'other', service: undefined, reason: '' }
}

const WEB_NAME = /^(?:https?|h2c?|web|www|grpc)(?:-.*)?$/
const METRICS_NAME = /^(?:(?:.*-)?(?:metrics|prometheus)|(?:http-)?metrics-.*)$/

function told(service: PortService, reason: string): PortPurpose {
  return { portClass: service.portClass, service, reason }
}

function possessive({ name }: PortService): string {
  return name.endsWith('s') ? `${name}'` : `${name}'s`
}

function isExporter(repository: string): boolean {
  return /[-_]exporter$/.test(repository)
}
