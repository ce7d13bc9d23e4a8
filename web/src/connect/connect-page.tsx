'use client'

import { Button, Group, Paper, Skeleton, Stepper } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { parseAsString, useQueryState } from 'nuqs'
import { useState } from 'react'
import { useQuery } from 'urql'
import { useAction } from '../api/use-action.ts'
import { LoadSampleClusterMutation } from '../clusters/cluster-mutations.ts'
import { ListPage } from '../list/list-page.tsx'
import { text } from '../messages/text.ts'
import { Failure } from '../parts/failure.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { Notice } from '../parts/notice.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { useScopedHref } from '../shell/scope.ts'
import classes from './connect.module.css'
import {
  ConnectClusterMutation,
  ReplaceClusterCredentialMutation,
  ReplacedClusterQuery,
  TestClusterConnectionMutation,
} from './connection-queries.ts'
import { NameStep } from './name-step.tsx'
import { type Connection, connectionOf, emptySource, suggestedName } from './source-draft.ts'
import { SourceStep } from './source-step.tsx'
import { type ConnectionTest, type ReplacedCluster, TestResult } from './test-result.tsx'

const SOURCE = 0
const TEST = 1
const NAME = 2

/** From a source, over a test of it, to a connected cluster; or, with `replace`, a new source for one that is connected. */
export function ConnectPage() {
  const [id] = useQueryState('replace', parseAsString)
  return id === null ? <Wizard replaced={undefined} /> : <Replacement key={id} id={id} />
}

function Replacement({ id }: { readonly id: string }) {
  const [{ data, error }, reload] = useQuery({ query: ReplacedClusterQuery, variables: { id } })
  if (error && !data) return <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} />
  if (!data)
    return <Skeleton height={320} maw={880} aria-label={text('list.loading', { label: text('asset.cluster') })} />
  if (data.node?.__typename !== 'Cluster') {
    return (
      <Nothing
        title={text('cluster.notFound')}
        advice={text('cluster.notFoundAdvice')}
        action={<ScopedLink path="/clusters">{text('cluster.backToList')}</ScopedLink>}
      />
    )
  }
  return <Wizard replaced={data.node} />
}

function Wizard({ replaced }: { readonly replaced: (ReplacedCluster & { readonly id: string }) | undefined }) {
  const router = useRouter()
  const href = useScopedHref()
  const [step, setStep] = useState(SOURCE)
  const [draft, setDraft] = useState(emptySource)
  const [test, setTest] = useState<ConnectionTest>()
  const [name, setName] = useState('')
  const [region, setRegion] = useState('')
  const [problem, setProblem] = useState<string>()
  const testing = useAction(TestClusterConnectionMutation, { quiet: true })
  const connecting = useAction(ConnectClusterMutation, { quiet: true })
  const replacing = useAction(ReplaceClusterCredentialMutation, { quiet: true })
  const sample = useAction(LoadSampleClusterMutation)
  const connection = connectionOf(draft)

  async function runTest(tested: Connection): Promise<void> {
    setProblem(undefined)
    setTest(undefined)
    setStep(TEST)
    const outcome = await testing.run({ input: { connection: tested } })
    if (!outcome.ok) return setProblem(outcome.message)
    const found = outcome.payload.test
    if (!found) return setProblem(text('failure.unknown'))
    setTest(found)
    setName(found.alreadyConnected?.name ?? suggestedName(draft))
    setRegion(found.alreadyConnected?.region ?? '')
  }

  async function connect(tested: Connection): Promise<void> {
    setProblem(undefined)
    const outcome =
      replaced === undefined
        ? await connecting.run({
            input: { connection: tested, name: name.trim() || null, region: region.trim() || null },
          })
        : await replacing.run({ input: { cluster: replaced.id, connection: tested } })
    if (!outcome.ok) return setProblem(outcome.message)
    if (outcome.payload.cluster) router.push(href('/clusters/view', { id: outcome.payload.cluster.id }))
  }

  async function loadSample(): Promise<void> {
    const outcome = await sample.run({ input: {} })
    if (outcome.ok && outcome.payload.cluster) router.push(href('/clusters/view', { id: outcome.payload.cluster.id }))
  }

  const isOther = replaced !== undefined && test?.uid !== replaced.uid
  return (
    <ListPage title={replaced ? text('connect.replaceTitle', { name: replaced.name }) : text('connect.title')}>
      <Paper withBorder p="md" className="bw-raised" maw={880}>
        <Stepper
          active={step}
          onStepClick={(next) => next < step && setStep(next)}
          size="sm"
          wrap={false}
          iconSize={26}
          allowNextStepsSelect={false}
          classNames={{ separator: classes.separator }}
        >
          <Stepper.Step
            label={text('connect.source')}
            description={<span className="bw-wide-only">{text('connect.sourceAdvice')}</span>}
          >
            <SourceStep
              draft={draft}
              onChange={setDraft}
              {...(replaced === undefined && { onSample: () => void loadSample(), loadingSample: sample.running })}
            />
          </Stepper.Step>
          <Stepper.Step
            label={text('connect.test')}
            description={<span className="bw-wide-only">{text('connect.testAdvice')}</span>}
          >
            <TestResult test={test} running={testing.running} problem={problem} replaced={replaced} />
          </Stepper.Step>
          <Stepper.Step
            label={text(replaced ? 'connect.confirm' : 'connect.name')}
            description={
              <span className="bw-wide-only">{text(replaced ? 'connect.confirmAdvice' : 'connect.nameAdvice')}</span>
            }
          >
            <NameStep
              name={name}
              region={region}
              onName={setName}
              onRegion={setRegion}
              test={test}
              replaced={replaced}
            />
            {problem !== undefined && <Notice tone="bad" urgent title={problem} />}
          </Stepper.Step>
        </Stepper>
        <Group justify="flex-end" mt="lg" gap="xs">
          {step > SOURCE && (
            <Button variant="default" onClick={() => setStep(step - 1)}>
              {text('connect.back')}
            </Button>
          )}
          {step === SOURCE && (
            <Button disabled={!connection} onClick={() => connection && void runTest(connection)}>
              {text('connect.runTest')}
            </Button>
          )}
          {step === TEST && (
            <>
              <Button
                variant="default"
                loading={testing.running}
                onClick={() => connection && void runTest(connection)}
              >
                {text('connect.testAgain')}
              </Button>
              <Button disabled={!test?.ok || isOther} onClick={() => setStep(NAME)}>
                {text('connect.continue')}
              </Button>
            </>
          )}
          {step === NAME && (
            <Button
              loading={connecting.running || replacing.running}
              onClick={() => connection && void connect(connection)}
            >
              {text(replaced ? 'connect.replace' : 'connect.connect')}
            </Button>
          )}
        </Group>
      </Paper>
    </ListPage>
  )
}
