import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { answer, contextOf } from '../../test/api.ts'
import { addAnalysis, addCluster, addImage } from '../../test/rows.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
  const { db } = own.database
  await addCluster(db, 'a')
  await addCluster(db, 'b')
  await addAnalysis(db, 'a', { kind: 'VULNERABILITY' })
  await addImage(db, 'a', 'shop', 'risky', { atRisk: true })
  await addImage(db, 'a', 'pay', 'risky', { atRisk: true })
  await addImage(db, 'a', 'shop', 'sound')
  await addImage(db, 'b', 'shop', 'not analyzed')
})
afterAll(() => own.close())

test.each([
  ['', ['not analyzed', 'risky', 'sound']],
  ['atRisk: true', ['risky']],
  ['atRisk: false', ['sound']],
])(
  'images in use with the filter { %s } are %j: what was not analyzed is neither at risk nor not',
  async (filter, references) => {
    const query = `{ imagesInUse(first: 9, filter: { ${filter} }) { totalCount nodes { reference } } }`
    const { imagesInUse } = await answer(contextOf(own.database), query)
    expect(imagesInUse.nodes.map((node: { reference: string }) => node.reference)).toEqual(references)
    expect(imagesInUse.totalCount).toBe(references.length)
  },
)
