import { expect, test } from 'vitest'
import { piecesOf, withoutMarks } from './marked-text.ts'

const code = (text: string) => ({ text, isCode: true })
const plain = (text: string) => ({ text, isCode: false })

test('what stands between backticks is code', () => {
  expect(piecesOf('Set `a: false` or add `NET_ADMIN`.')).toEqual([
    plain('Set '),
    code('a: false'),
    plain(' or add '),
    code('NET_ADMIN'),
    plain('.'),
  ])
})

test('a text may begin and end with code', () => {
  expect(piecesOf('`one`')).toEqual([code('one')])
})

test('a backtick without its twin stands for itself', () => {
  expect(piecesOf('5` of 6')).toEqual([plain('5` of 6')])
  expect(piecesOf('nothing `` here')).toEqual([plain('nothing `` here')])
})

test('markup is text like any other', () => {
  expect(piecesOf('`<b>` <script>')).toEqual([code('<b>'), plain(' <script>')])
})

test('a tooltip shows no backticks', () => {
  expect(withoutMarks('Run `kubectl get pods`, then wait.')).toBe('Run kubectl get pods, then wait.')
})
