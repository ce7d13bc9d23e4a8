import { describe, expect, test } from 'vitest'
import { proxyFor, proxySettings, proxyUrl } from './proxy-settings.ts'

describe('what the environment says', () => {
  test('is read in upper case first, then in lower case', () => {
    const { https, http } = proxySettings({ HTTPS_PROXY: 'http://a', https_proxy: 'http://b', http_proxy: 'http://c' })
    expect([https?.host, http?.host]).toEqual(['a', 'c'])
  })

  test.each([
    ['http://p.example:3128', 'http://p.example:3128/'],
    ['https://p.example', 'https://p.example/'],
    ['socks5://u:p@p.example:1080', 'socks5://u:p@p.example:1080'],
    ['p.example:3128', 'http://p.example:3128/'],
    ['ftp://p.example', undefined],
    ['http://', undefined],
    ['', undefined],
  ])('%s is the proxy %s', (text, href) => {
    expect(proxyUrl(text)?.href).toBe(href)
  })
})

describe('what goes through it', () => {
  const settings = (none = '') =>
    proxySettings({ HTTPS_PROXY: 'http://secure', HTTP_PROXY: 'http://plain', NO_PROXY: none })
  const proxied = (url: string, none?: string) => proxyFor(new URL(url), settings(none))?.host

  test('is told by the scheme', () => {
    expect(proxied('https://a.example')).toBe('secure')
    expect(proxied('http://a.example')).toBe('plain')
    expect(proxyFor(new URL('http://a.example'), proxySettings({ HTTPS_PROXY: 'http://secure' }))).toBeUndefined()
  })

  test.each(['https://localhost:6443', 'https://127.0.0.1', 'https://127.9.9.9', 'https://[::1]:6443'])(
    'is never this machine: %s',
    (url) => expect(proxied(url)).toBeUndefined(),
  )

  // Source: the documentation and tests of golang.org/x/net/http/httpproxy.
  test.each([
    ['*', 'https://a.example', false],
    ['a.example', 'https://a.example', false],
    ['a.example', 'https://b.a.example', false],
    ['a.example', 'https://ba.example', true],
    ['.a.example', 'https://b.a.example', false],
    ['.a.example', 'https://a.example', true],
    ['*.a.example', 'https://b.a.example', false],
    ['*.a.example', 'https://a.example', true],
    ['A.Example', 'https://a.EXAMPLE', false],
    ['a.example:6443', 'https://a.example:6443', false],
    ['a.example:6443', 'https://a.example', true],
    ['a.example:443', 'https://a.example', false],
    ['x, a.example ,y', 'https://a.example', false],
    ['10.0.0.0/8', 'https://10.1.2.3', false],
    ['10.0.0.0/8', 'https://11.1.2.3', true],
    ['10.1.2.3', 'https://10.1.2.3:6443', false],
    ['10.1.2.3:6443', 'https://10.1.2.3', true],
    ['10.1.2.3:443', 'https://10.1.2.3', false],
    ['10.1.2', 'https://10.1.2.3', true],
    ['fd00::/8', 'https://[fd00::1]', false],
    ['[fd00::1]:6443', 'https://[fd00::1]:6443', false],
    ['fd00::1', 'https://[fd00::1]', false],
    ['10.0.0.0/99', 'https://10.1.2.3', true],
    ['', 'https://a.example', true],
    [',', 'https://a.example', true],
  ])('with NO_PROXY=%s to %s: %s', (none, url, goes) => {
    expect(proxied(url, none) !== undefined).toBe(goes)
  })
})
