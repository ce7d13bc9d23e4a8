/** What annotations of ingress-nginx hold that ends up in its configuration, and how it breaks out of there. */

const PREFIX = 'nginx.ingress.kubernetes.io/'

/** Such an annotation is configuration. Source: ingress-nginx, "Annotations", CVE-2021-25742 and CVE-2023-5043. */
const SNIPPETS = new Set([
  'server-snippet',
  'configuration-snippet',
  'stream-snippet',
  'auth-snippet',
  'modsecurity-snippet',
  'location-snippet',
])

/** Characters of an URL, and of variables of nginx within it. Source: RFC 3986, without the fragment, which never reaches a server. */
const URL_TEXT = /^[\w\-.~:/?[\]@!$&'()*+,=%{}]*$/
/** A subject as it is compared with `CN=`. */
const COMMON_NAME = /^CN=[\w\-.~*/,^$()[\]+? @=\\]*$/

/**
 * Annotations that reached the configuration unescaped, each with the form that it has to have.
 * Sources: CVE-2025-24514 (auth-url), CVE-2025-1097 (auth-tls-match-cn), CVE-2025-1098 (mirror-target, mirror-host), CVE-2023-5044
 * (permanent-redirect).
 */
const FORMS = new Map<string, RegExp>([
  ['auth-url', URL_TEXT],
  ['auth-signin', URL_TEXT],
  ['mirror-target', URL_TEXT],
  ['mirror-host', URL_TEXT],
  ['permanent-redirect', URL_TEXT],
  ['temporal-redirect', URL_TEXT],
  ['auth-tls-error-page', URL_TEXT],
  ['auth-tls-match-cn', COMMON_NAME],
])

/** What ends a directive, opens a block or runs code, wherever it stands. Source: ingress-nginx, `annotation-value-word-blocklist`; CVE-2021-25746, CVE-2024-7646. */
const DIRECTIVES =
  /[\r\n`]|;\s*\S|[{}]|\b(?:load_module|lua_package\w*|\w*_by_lua\w*|proxy_pass|ssl_engine)\b|serviceaccount/
/** Of those that are regular expressions or lists with semicolons by their nature. */
const LINE_ENDS = /[\r\n`]|\b(?:load_module|lua_package\w*|\w*_by_lua\w*|proxy_pass|ssl_engine)\b|serviceaccount/
const LOOSE = new Set(['server-alias', 'canary-by-header-pattern', 'proxy-cookie-path', 'proxy-cookie-domain'])

/** What is wrong with an annotation; undefined for one that is right, or no annotation of ingress-nginx. The value is never told. */
export function riskOfAnnotation(key: string, value: string): string | undefined {
  if (!key.startsWith(PREFIX)) return undefined
  const name = key.slice(PREFIX.length)
  if (SNIPPETS.has(name))
    return `Annotation ${name} writes configuration of the ingress controller, which holds the Secrets of all namespaces.`
  const form = FORMS.get(name)
  if (form && !form.test(value))
    return `Annotation ${name} holds characters that no such value has, and that end up in the configuration of the ingress controller.`
  const plain = value.replaceAll(/\$\{\w+\}/g, '')
  if ((LOOSE.has(name) ? LINE_ENDS : DIRECTIVES).test(plain))
    return `Annotation ${name} holds what reads as configuration of the ingress controller.`
  return undefined
}

/** What is wrong with a path of a rule. Sources: CVE-2021-25745 (files of the controller), CVE-2021-25748 (line ends). */
export function riskOfPath(path: string): string | undefined {
  return /[\r\n;`"']|serviceaccount|\b(?:proxy_pass|\w*_by_lua\w*)\b/.test(path)
    ? 'The path holds what reads as configuration of the ingress controller.'
    : undefined
}
