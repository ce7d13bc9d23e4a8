import { isIP } from 'node:net'
import { addressRanges, isAddressRange } from '../address-ranges.ts'

/** Which proxies the environment names. */
export interface ProxySettings {
  /** For `https:` addresses. */
  readonly https: URL | undefined
  /** For `http:` addresses. */
  readonly http: URL | undefined
  /** The value of NO_PROXY. */
  readonly none: string
}

type Variables = Readonly<Record<string, string | undefined>>

export const NO_PROXIES: ProxySettings = { https: undefined, http: undefined, none: '' }

/**
 * Reads HTTPS_PROXY, HTTP_PROXY and NO_PROXY, each also in lower case, the upper case first. A value that is no proxy's address
 * counts as none; the configuration refuses it at start.
 * Source: Go, net/http ProxyFromEnvironment (golang.org/x/net/http/httpproxy), which kubectl goes by.
 */
export function proxySettings(environment: Variables): ProxySettings {
  const value = (name: string): string => environment[name]?.trim() || environment[name.toLowerCase()]?.trim() || ''
  return { https: proxyUrl(value('HTTPS_PROXY')), http: proxyUrl(value('HTTP_PROXY')), none: value('NO_PROXY') }
}

/** The address of a proxy: http, https or socks5; one without a scheme is taken for http. Undefined for anything else. */
export function proxyUrl(text: string): URL | undefined {
  if (text === '') return undefined
  const written = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`
  if (!URL.canParse(written)) return undefined
  const url = new URL(written)
  return SCHEMES.has(url.protocol) && url.hostname !== '' ? url : undefined
}

const SCHEMES = new Set(['http:', 'https:', 'socks5:', 'socks5h:'])

/**
 * The proxy that leads to `url`; undefined when it is called directly. This machine itself (`localhost`, loopback addresses) never
 * goes through a proxy of the environment.
 */
export function proxyFor(url: URL, settings: ProxySettings): URL | undefined {
  const proxy = url.protocol === 'https:' ? settings.https : settings.http
  if (!proxy) return undefined
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  if (host === 'localhost' || isLoopback(host)) return undefined
  return settings.none.split(',').some((entry) => covers(entry.trim().toLowerCase(), host, port)) ? undefined : proxy
}

function isLoopback(host: string): boolean {
  return isWithin(host, '127.0.0.0', 8) || isWithin(host, '::1', 128)
}

/** Whether an entry of NO_PROXY means a host: `*`, a CIDR, an address or a domain, the last two with a port or without. */
function covers(entry: string, host: string, port: string): boolean {
  if (entry === '') return false
  if (entry === '*') return true
  const [network = '', bits = '', ...others] = entry.split('/')
  if (others.length === 0 && /^\d{1,3}$/.test(bits)) return isWithin(host, network, Number(bits))
  const { name, onlyPort } = split(entry)
  if (name === '' || (onlyPort !== undefined && onlyPort !== port)) return false
  if (isIP(name)) return isWithin(host, name, isIP(name) === 4 ? 32 : 128)
  const suffix = name.replace(/^\*?\./, '')
  // A leading dot means subdomains only.
  return host.endsWith(`.${suffix}`) || (suffix === name && host === name)
}

function split(entry: string): { readonly name: string; readonly onlyPort: string | undefined } {
  if (isIP(entry)) return { name: entry, onlyPort: undefined }
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? []
  return { name: bracketed ?? plain ?? '', onlyPort: port }
}

function isWithin(host: string, network: string, bits: number): boolean {
  const range = `${network}/${bits}`
  return isAddressRange(range) && addressRanges([range]).has(host)
}
