'use client'

import { useQuery } from 'urql'
import { graphql } from '../../api/graphql.ts'
import { CheckDetails } from '../../configuration/details/check-details.tsx'
import { CheckResultDetails } from '../../configuration/details/check-result-details.tsx'
import { CheckedObjectDetails } from '../../configuration/details/checked-object-details.tsx'
import { ExposureDetails } from '../../exposures/details/exposure-details.tsx'
import { text } from '../../messages/text.ts'
import { useOpenDetails } from '../../parts/details-link.tsx'
import { Failure } from '../../parts/failure.tsx'
import { Nothing } from '../../parts/nothing.tsx'
import { SideDrawer } from '../../parts/side-drawer.tsx'
import { imageOf } from '../image-details-id.ts'
import { ContainerDetails } from './container-details.tsx'
import { ImageDetails } from './image-details.tsx'
import { NamespaceDetails } from './namespace-details.tsx'
import { NodeDetails } from './node-details.tsx'
import { PodDetails } from './pod-details.tsx'
import { ServiceDetails } from './service-details.tsx'
import { DetailsSkeleton } from './skeleton.tsx'
import { WorkloadDetails } from './workload-details.tsx'

const TypeQuery = graphql(`
  query DetailsType($id: ID!) {
    node(id: $id) {
      __typename
      id
    }
  }
`)

/** Details of whatever asset stands in the URL. */
export function DetailsDrawer() {
  const [open, setOpen] = useOpenDetails()
  return (
    <SideDrawer opened={open !== null} onClose={() => void setOpen(null)} size={640} title={text('details.title')}>
      {open !== null && <Details key={open} id={open} />}
    </SideDrawer>
  )
}

function Details({ id }: { readonly id: string }) {
  const image = imageOf(id)
  return image === undefined ? <NodeDetailsById id={id} /> : <ImageDetails image={image} />
}

function NodeDetailsById({ id }: { readonly id: string }) {
  const [{ data, error, fetching }, reload] = useQuery({ query: TypeQuery, variables: { id } })
  if (error && !data) return <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} />
  if (!data && fetching) return <DetailsSkeleton />
  switch (data?.node?.__typename) {
    case 'Workload':
      return <WorkloadDetails id={id} />
    case 'Pod':
      return <PodDetails id={id} />
    case 'Container':
      return <ContainerDetails id={id} />
    case 'Service':
      return <ServiceDetails id={id} />
    case 'ClusterNode':
      return <NodeDetails id={id} />
    case 'Exposure':
      return <ExposureDetails id={id} />
    case 'CheckResult':
      return <CheckResultDetails id={id} />
    case 'Check':
      return <CheckDetails id={id} />
    case 'CheckedObject':
      return <CheckedObjectDetails id={id} />
    case 'Namespace':
      return <NamespaceDetails id={id} />
    default:
      return <Nothing title={text('details.notFound')} advice={text('details.notFoundAdvice')} />
  }
}
