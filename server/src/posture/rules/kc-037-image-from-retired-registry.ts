import { imagesOf, shownImage } from '../images.ts'
import type { Rule } from '../rule.ts'

const RETIRED = 'k8s.gcr.io/'
const ITS_SUCCESSOR = 'registry.k8s.io/'

/** Source: Kubernetes blog, "k8s.gcr.io Image Registry Will Be Frozen From the 3rd of April 2023": the same paths stand at registry.k8s.io. */
export const retiredRegistry: Rule = {
  id: 'KC-037',
  title: 'Image from the retired registry k8s.gcr.io',
  severity: 'low',
  frameworks: [],
  why: 'This registry is frozen since April 2023: it gets no fixed versions, and pods stop starting on the day that it goes.',
  remedy: 'Name the same image at registry.k8s.io.',
  workload: (workload) =>
    imagesOf(workload)
      .filter(({ image }) => image.startsWith(RETIRED))
      .map(({ container, path, image }) => ({
        path,
        text: `Container ${container.name} runs ${shownImage(image)}.`,
        fix: { edits: [{ path, value: `${ITS_SUCCESSOR}${image.slice(RETIRED.length)}` }] },
      })),
}
