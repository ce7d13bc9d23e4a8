import { builder } from '../builder.ts'
import { imageInUseList } from '../lists/image-in-use-list.ts'
import { list } from '../lists/list.ts'
import { ImageInUse } from '../refs.ts'

ImageInUse.implement({
  description: 'An image that containers use: by digest, or by reference while the digest is not known.',
  fields: (t) => ({
    image: t.exposeString('image', { description: 'Its digest, or its reference while the digest is not known.' }),
    reference: t.exposeString('reference', { description: 'A reference by which it is used.' }),
    digest: t.field({
      type: 'Digest',
      nullable: true,
      description: 'Its digest; null until that is known.',
      resolve: ({ image }) => (/^sha(256|512):/.test(image) ? image : null),
    }),
    containers: t.exposeInt('containers', { description: 'Containers that use it.' }),
    namespaces: t.exposeInt('namespaces', { description: 'Namespaces that it is used in.' }),
    clusters: t.exposeInt('clusters', { description: 'Clusters that it is used in.' }),
  }),
})

builder.queryField('imagesInUse', (t) => list(t, imageInUseList, { description: 'Images that containers use.' }))
