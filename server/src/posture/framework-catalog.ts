import type { CatalogRequirement } from '@breakwater/schema/check-service.ts'
import { checksOf } from './cis/list-of-checks.ts'
import { CIS_VERSIONS } from './frameworks.ts'

/**
 * What frameworks ask for, in our words. Of ATT&CK only the techniques that rules are about, by their names.
 * Sources: Kubernetes, Pod Security Standards; NSA/CISA Kubernetes Hardening Guidance 1.2; MITRE ATT&CK for Containers; CIS Kubernetes Benchmark
 * 1.10 to 1.12.
 */
export const FRAMEWORK_CATALOG: readonly CatalogRequirement[] = [
  ...each('PSS', '', {
    baseline: 'Nothing that is known to lead out of a pod',
    restricted: 'What hardening of pods is known to be good practice',
  }),
  ...each('NSA', '1.2', {
    'Pod security': 'Containers that can do little beyond their work',
    'Network separation': 'Traffic only where it is wanted, and encrypted',
    'Authentication and authorization': 'Only known callers, each with few rights',
    'Audit logging': 'A record of what was asked of the cluster',
    Upgrading: 'Versions that are still repaired',
  }),
  ...each('MITRE', '', {
    T1021: 'Remote Services',
    T1046: 'Network Service Discovery',
    T1070: 'Indicator Removal',
    T1078: 'Valid Accounts',
    T1090: 'Proxy',
    T1098: 'Account Manipulation',
    T1133: 'External Remote Services',
    T1134: 'Access Token Manipulation',
    T1190: 'Exploit Public-Facing Application',
    T1485: 'Data Destruction',
    T1499: 'Endpoint Denial of Service',
    T1525: 'Implant Internal Image',
    T1528: 'Steal Application Access Token',
    T1530: 'Data from Cloud Storage',
    T1546: 'Event Triggered Execution',
    T1548: 'Abuse Elevation Control Mechanism',
    T1552: 'Unsecured Credentials',
    T1557: 'Adversary-in-the-Middle',
    T1562: 'Impair Defenses',
    T1609: 'Container Administration Command',
    T1610: 'Deploy Container',
    T1611: 'Escape to Host',
  }),
  ...CIS_VERSIONS.flatMap((version) =>
    each('CIS', version, Object.fromEntries(checksOf(version).map(({ number, title }) => [number, title]))),
  ),
]

function each(
  framework: CatalogRequirement['framework'],
  version: string,
  titles: Readonly<Record<string, string>>,
): CatalogRequirement[] {
  return Object.entries(titles).map(([section, title]) => ({ framework, version, section, title }))
}
