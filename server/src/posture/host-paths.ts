import { fieldsOf, textOf } from '../kubernetes/fields.ts'
import type { Path } from './path.ts'
import { whoIs } from './security-context.ts'
import { membersOf, type Workload } from './subject.ts'

/** A volume that is a folder, a file or a socket of the node. */
export interface HostPath {
  readonly name: string
  /** Cleaned: absolute, without `.`, `..` and doubled slashes, and cut. Empty where none is written. */
  readonly hostPath: string
  /** Where the volume stands: what all rules about it compare. */
  readonly place: Path
  /** Where its path stands. */
  readonly path: Path
}

export function hostPathsOf({ spec, specPath }: Workload): HostPath[] {
  return membersOf(spec['volumes']).flatMap(({ fields, at }): HostPath[] => {
    const { hostPath } = fields
    if (hostPath === undefined || hostPath === null) return []
    const written = textOf(fieldsOf(hostPath)['path'], 4_096)
    const place = [...specPath, 'volumes', at]
    return [
      {
        name: textOf(fields['name'], 63),
        hostPath: written === '' ? '' : textOf(cleanPath(written), 253),
        place,
        path: [...place, 'hostPath', 'path'],
      },
    ]
  })
}

/** A volume as one container mounts it. */
export interface Mount {
  /** Whose it is, to begin a sentence with. */
  readonly who: string
  /** Of the volume. */
  readonly name: string
  readonly readOnly: boolean
  readonly propagation: string
  readonly path: Path
}

export function mountsOf({ containers }: Workload): Mount[] {
  return containers.flatMap((container) =>
    membersOf(container.fields['volumeMounts']).map(({ fields, at }) => ({
      who: whoIs(container),
      name: textOf(fields['name'], 63),
      readOnly: fields['readOnly'] === true,
      propagation: textOf(fields['mountPropagation'], 64),
      path: [...container.path, 'volumeMounts', at],
    })),
  )
}

/** As the node resolves it, links left aside: `/var//run/../log/` is `/var/log`. */
export function cleanPath(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

/** Whether the path is the folder, or stands in it; both cleaned. */
export function isAtOrBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`)
}
