import { imagesOf, isLatest, shownImage } from '../images.ts'
import type { Failure, Rule } from '../rule.ts'

/** Source: Kubernetes, Images, "Default image pull policy": for latest or no tag it is Always unless something else is written. */
export const latestNotPulled: Rule = {
  id: 'KC-035',
  title: 'latest without pull policy Always',
  severity: 'low',
  frameworks: [],
  why: 'Each node keeps what latest meant when it first pulled the image, so that pods run old versions with holes that are long closed.',
  remedy: 'Set imagePullPolicy to Always, or name a version.',
  workload: (workload) =>
    imagesOf(workload).flatMap((named): Failure[] => {
      const { container, image } = named
      const policy = container.fields['imagePullPolicy']
      if (!isLatest(named) || (policy !== 'IfNotPresent' && policy !== 'Never')) return []
      const path = [...container.path, 'imagePullPolicy']
      const text = `Container ${container.name} runs ${shownImage(image)} with pull policy ${policy}.`
      return [{ path, text, fix: { edits: [{ path, value: 'Always' }] } }]
    }),
}
