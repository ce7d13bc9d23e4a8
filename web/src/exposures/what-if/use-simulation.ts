import type { VariablesOf } from 'gql.tada'
import { useState } from 'react'
import { useClient } from 'urql'
import { explain } from '../../parts/failure.tsx'
import { SimulateExposureQuery, type Simulation } from './simulation-query.ts'

type Input = VariablesOf<typeof SimulateExposureQuery>['input']

interface Refusal {
  readonly code: string
  readonly message: string
}

/** Asks what would come of an action; what was answered before is gone as soon as something else is asked. */
export function useSimulation() {
  const client = useClient()
  const [running, setRunning] = useState(false)
  const [simulation, setSimulation] = useState<Simulation>()
  const [refused, setRefused] = useState<Refusal>()

  function clear(): void {
    setSimulation(undefined)
    setRefused(undefined)
  }

  async function run(input: Input): Promise<void> {
    clear()
    setRunning(true)
    // The objects may have changed since it was last asked.
    const { data, error } = await client
      .query(SimulateExposureQuery, { input }, { requestPolicy: 'network-only' })
      .toPromise()
    setRunning(false)
    if (data) setSimulation(data.simulateExposure)
    else if (error) {
      const code = error.graphQLErrors[0]?.extensions['code']
      setRefused({ code: typeof code === 'string' ? code : '', message: explain(error).title })
    }
  }

  return { run, clear, running, simulation, refused }
}
