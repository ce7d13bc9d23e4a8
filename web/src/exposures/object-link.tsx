import { text } from '../messages/text.ts'
import { DetailsLink } from '../parts/details-link.tsx'
import { objectName } from './entry-names.ts'

/** An object of a cluster by kind and name; a link to its details where it is an asset that the viewer may see. */
export function ObjectLink({
  object,
}: {
  readonly object: {
    readonly kind: string
    readonly namespace: string
    readonly name: string
    readonly asset?: { readonly id: string } | null
  }
}) {
  const name = text('exposure.entryObject', { kind: object.kind, name: objectName(object) })
  return object.asset ? <DetailsLink id={object.asset.id}>{name}</DetailsLink> : name
}
