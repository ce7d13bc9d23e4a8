import { describedEnum } from './described-enum.ts'

export const OrderDirection = describedEnum('OrderDirection', 'Which way a list is sorted.', {
  ASC: 'Smallest, first or oldest at the top.',
  DESC: 'Largest, last or newest at the top.',
})
