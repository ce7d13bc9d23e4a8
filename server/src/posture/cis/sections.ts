import type { CisVersion } from '../frameworks.ts'

/** The parts of the benchmark that are told together, in our words. Numbers are facts of the benchmark. */
const TITLES: Readonly<Record<string, string>> = {
  '1.1': 'Files of control plane nodes',
  '1.2': 'API server',
  '1.3': 'Controller manager',
  '1.4': 'Scheduler',
  '2': 'etcd',
  '3.1': 'Authentication and authorization',
  '3.2': 'Audit log',
  '4.1': 'Files of nodes',
  '4.2': 'Kubelet',
  '4.3': 'kube-proxy',
  '5.1': 'Rights and service accounts',
  '5.2': 'Pod security',
  '5.3': 'Network policies',
  '5.4': 'Secrets',
  '5.5': 'Admission of images',
}

/** Its number changed with version 1.11. */
const GENERAL: Readonly<Record<CisVersion, string>> = { '1.10': '5.7', '1.11': '5.6', '1.12': '5.6' }

/** The section of a check: `1.2` of `1.2.17`, and `2` of `2.7`. */
export function sectionOf(number: string): string {
  return number.split('.').slice(0, -1).join('.')
}

/** The title of a section of a version. */
export function titleOfSection(section: string, version: CisVersion): string {
  return TITLES[section] ?? (section === GENERAL[version] ? 'General policies' : section)
}

/** Whether who runs the control plane answers for a check. */
export function isOfControlPlane(number: string): boolean {
  return /^[123]\./.test(number)
}
