import { imagesOf, isLatest, shownImage } from '../images.ts'
import type { Rule } from '../rule.ts'

/** Source: Kubernetes, Images, "Image names": avoid the tag latest, since it is hard to tell which version runs and to roll back. */
export const imageByLatest: Rule = {
  id: 'KC-033',
  title: 'Image by mutable tag latest',
  severity: 'medium',
  frameworks: [],
  why: 'What latest means changes without anybody deploying: pods of one workload may run different versions, and none can be rolled back.',
  remedy: 'Name the version by its tag, best together with the digest.',
  noPatch: 'Which version is meant is for you to say.',
  covers: ['KC-034'],
  workload: (workload) =>
    imagesOf(workload)
      .filter(isLatest)
      .map(({ container, path, image }) => ({
        path,
        text: `Container ${container.name} runs ${shownImage(image)}, whatever is called latest when it starts.`,
      })),
}
