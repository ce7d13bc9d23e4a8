import { nsa } from '../frameworks.ts'
import { hasDigest, imagesOf, isBelow, shownImage } from '../images.ts'
import type { Rule } from '../rule.ts'

/** Source: Kubernetes, Images, "Image names": a digest is unique to a version of an image, a tag can be moved; NSA/CISA guidance, trusted images. */
export const imageWithoutDigest: Rule = {
  id: 'KC-034',
  title: 'Image without digest',
  severity: 'low',
  frameworks: [...nsa('Pod security')],
  why: 'A tag can be moved to another image by whoever may push to the repository; only a digest makes sure that what was checked is what runs.',
  remedy:
    'Write the digest behind the tag, such as registry.example/app:1.2@sha256:…, and let a tool renew both together.',
  noPatch: 'Which digest is meant only the registry can tell.',
  workload: (workload, { settings }) =>
    imagesOf(workload)
      .filter(({ image, reference }) => {
        if (hasDigest(image)) return false
        return !settings.imagesWithoutDigest.some(
          (place) => beginsWith(image, place) || (reference !== undefined && isBelow(reference, place)),
        )
      })
      .map(({ container, path, image }) => ({
        path,
        text: `Container ${container.name} runs ${shownImage(image)}, which names no digest.`,
      })),
}

/** At the end of a name only, so that nobody gets an exemption by a name that begins the same. */
function beginsWith(image: string, place: string): boolean {
  if (place === '' || !image.startsWith(place)) return false
  return place.endsWith('/') || /^(?:$|[/:@])/.test(image.slice(place.length))
}
