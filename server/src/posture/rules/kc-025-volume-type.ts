import { textOf } from '../../kubernetes/fields.ts'
import { pss } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import { membersOf } from '../subject.ts'

/** The eight of the standard's text, and `image`, which its admission plugin allows as well. */
const ALLOWED = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
])

/** Source: Pod Security Standards, restricted, "Volume Types". A volume that names no source is an emptyDir. */
export const volumeType: Rule = {
  id: 'KC-025',
  title: 'Volume type outside the restricted set',
  severity: 'low',
  frameworks: pss('restricted'),
  why: 'The pod names storage directly, past the claims by which an administrator decides who may use what.',
  remedy: 'Offer the storage as a PersistentVolume, and use it by a PersistentVolumeClaim.',
  noPatch: 'Which kind of volume can hold the data instead is for you to say.',
  workload: ({ spec, specPath }) =>
    membersOf(spec['volumes']).flatMap(({ fields, at }) => {
      const sources = Object.entries(fields).flatMap(([key, value]) =>
        key === 'name' || value === undefined || value === null ? [] : [key],
      )
      const [source] = sources
      if (source === undefined || sources.some((one) => ALLOWED.has(one))) return []
      const place = [...specPath, 'volumes', at]
      const name = textOf(fields['name'], 63)
      if (!/^[A-Za-z]{1,64}$/.test(source))
        return [{ path: place, place, text: `Volume ${name} is of a type that is not known.` }]
      return [{ path: [...place, source], place, text: `Volume ${name} is of the type ${source}.` }]
    }),
}
