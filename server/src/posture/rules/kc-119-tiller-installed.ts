import { textOf } from '../../kubernetes/fields.ts'
import type { Labels } from '../../kubernetes/object.ts'
import { mitre } from '../frameworks.ts'
import { imagesOf, shownImage } from '../images.ts'
import { valueAt } from '../path.ts'
import type { Failure, Rule } from '../rule.ts'

/** Source: Helm, "Changes since Helm 2", removal of Tiller: it serves whoever reaches it with the rights of its own account. */
export const tillerInstalled: Rule = {
  id: 'KC-119',
  title: 'Tiller installed',
  severity: 'critical',
  frameworks: [...mitre('T1133')],
  why: 'Tiller asks nobody who they are: every pod that reaches its port can make anything in the cluster that Tiller may make, usually everything.',
  remedy: 'Move the releases to Helm 3 or later, then delete Tiller, its service and its account.',
  noPatch: 'Releases have to be moved to a later Helm before it can go.',
  workload: (workload) => {
    const images = imagesOf(workload)
      .filter(({ image, reference }) => isTiller((reference?.repository ?? image).split('/').at(-1) ?? ''))
      .map(({ container, path, image }) => ({ path, text: `Container ${container.name} runs ${shownImage(image)}.` }))
    if (images.length > 0) return images
    const { podMetadataPath, podLabels, labels, object, ref } = workload
    const podName = textOf(valueAt(object, [...podMetadataPath, 'name']), 253)
    return (
      namedFailure(ref.name, ['metadata', 'name']) ??
      namedFailure(podName, [...podMetadataPath, 'name']) ??
      labelFailure(podLabels, [...podMetadataPath, 'labels']) ??
      labelFailure(labels, ['metadata', 'labels']) ??
      []
    )
  },
  objects: {
    Service: ({ ref, labels }) =>
      namedFailure(ref.name, ['metadata', 'name']) ?? labelFailure(labels, ['metadata', 'labels']) ?? [],
  },
}

function isTiller(name: string): boolean {
  return name.includes('tiller') && /(?:^|[^a-z])tiller(?:$|[^a-z])/.test(name)
}

function namedFailure(name: string, path: Failure['path']): Failure[] | undefined {
  return isTiller(name) ? [{ path, text: 'Its name is that of Tiller.' }] : undefined
}

/** Helm 2 marks what it installs for itself with app=helm and name=tiller. */
function labelFailure({ app, name }: Labels, path: Failure['path']): Failure[] | undefined {
  if (app !== 'helm' && name !== 'tiller') return undefined
  const label = app === 'helm' ? 'app' : 'name'
  return [{ path: [...path, label], text: `The label ${label} is that of Tiller.` }]
}
