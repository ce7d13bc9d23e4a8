/** The catalogs of rules that others keep, by the name that a requirement of theirs is told by. */
export const FRAMEWORKS = ['PSS', 'NSA', 'CIS', 'MITRE'] as const
export type Framework = (typeof FRAMEWORKS)[number]

/** The CIS Kubernetes Benchmarks whose numbers are known. */
export const CIS_VERSIONS = ['1.10', '1.11', '1.12'] as const
export type CisVersion = (typeof CIS_VERSIONS)[number]

/** One requirement of a framework, as rules name what they look after. */
export interface Requirement {
  readonly framework: Framework
  /** Of the framework: `v1.34` where a requirement came with it, `1.10` of a benchmark; empty for all. */
  readonly version: string
  /** `baseline`, `5.2.2`, `T1611`, or the part of the guidance. */
  readonly section: string
}

/** Source: Kubernetes, Pod Security Standards. `since` is the version that the requirement came with. */
export function pss(level: 'baseline' | 'restricted', since = ''): Requirement[] {
  return [{ framework: 'PSS', version: since, section: level }]
}

/** Parts of the NSA/CISA Kubernetes Hardening Guidance, version 1.2. */
type NsaPart =
  | 'Pod security'
  | 'Network separation'
  | 'Authentication and authorization'
  | 'Audit logging'
  | 'Upgrading'

export function nsa(part: NsaPart): Requirement[] {
  return [{ framework: 'NSA', version: '1.2', section: part }]
}

/** Numbers of a check by version of the benchmark; those of a version without the check are left out. */
export function cis(numbers: Partial<Record<CisVersion, string>>): Requirement[] {
  return CIS_VERSIONS.flatMap((version) => {
    const section = numbers[version]
    return section === undefined ? [] : [{ framework: 'CIS' as const, version, section }]
  })
}

/** Techniques of MITRE ATT&CK for Containers. */
export function mitre(...techniques: string[]): Requirement[] {
  return techniques.map((section) => ({ framework: 'MITRE', version: '', section }))
}
