import type { CisVersion } from '../frameworks.ts'

/** Cipher suites that the benchmark counts as strong. Source: CIS Kubernetes Benchmark, checks 1.2.29 and 4.2.12, by version. */

const GCM_AND_CHACHA = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305',
]
const TLS_1_3 = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256']
const LONG_NAMES = ['TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256']
const CBC = ['ECDSA', 'RSA'].flatMap((key) => [
  `TLS_ECDHE_${key}_WITH_AES_128_CBC_SHA`,
  `TLS_ECDHE_${key}_WITH_AES_256_CBC_SHA`,
])
const RSA_KEYS = ['TLS_RSA_WITH_AES_256_GCM_SHA384', 'TLS_RSA_WITH_AES_128_GCM_SHA256']

const API_SERVER = [...TLS_1_3, ...GCM_AND_CHACHA, ...LONG_NAMES]

export const API_SERVER_CIPHERS: Readonly<Record<CisVersion, readonly string[]>> = {
  '1.10': [...API_SERVER, ...CBC],
  '1.11': [...API_SERVER, ...CBC],
  '1.12': API_SERVER,
}

export const KUBELET_CIPHERS: Readonly<Record<CisVersion, readonly string[]>> = {
  '1.10': [...GCM_AND_CHACHA, ...RSA_KEYS],
  '1.11': [...GCM_AND_CHACHA, ...RSA_KEYS],
  '1.12': GCM_AND_CHACHA,
}
