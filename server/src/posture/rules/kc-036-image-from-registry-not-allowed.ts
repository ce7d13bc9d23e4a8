import { mitre } from '../frameworks.ts'
import { imagesOf, isBelow, shownImage } from '../images.ts'
import type { Failure, Rule } from '../rule.ts'

/** Source: NSA/CISA guidance, trusted repositories; MITRE ATT&CK T1525. Which registries are meant is a setting. */
export const registryNotAllowed: Rule = {
  id: 'KC-036',
  title: 'Image from a registry not allowed',
  severity: 'medium',
  frameworks: [...mitre('T1525')],
  why: 'Whoever can push to a registry that you do not control decides what runs in your cluster.',
  remedy:
    'Copy the image to a registry that is allowed and name it from there, or allow this registry in the settings.',
  noPatch: 'Which registry is meant is for you to say.',
  workload: (workload, { settings: { allowedRegistries, deniedRegistries } }) =>
    imagesOf(workload).flatMap(({ container, path, image, reference }): Failure[] => {
      const isOneOf = (places: readonly string[]) => reference && places.some((place) => isBelow(reference, place))
      const source = reference ? reference.registry : 'a registry that cannot be read'
      const says = `Container ${container.name} runs ${shownImage(image)} from ${source}`
      if (isOneOf(deniedRegistries)) return [{ path, text: `${says}, which is denied.` }]
      const isAllowed = allowedRegistries.length === 0 || isOneOf(allowedRegistries)
      return isAllowed ? [] : [{ path, text: `${says}, which is not among the allowed ones.` }]
    }),
}
