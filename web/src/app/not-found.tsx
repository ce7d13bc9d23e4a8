import Link from 'next/link'
import { text } from '../messages/text.ts'

export default function NotFound() {
  return (
    <main className="bw-alone">
      <h1>{text('notFound.title')}</h1>
      <p>{text('notFound.advice')}</p>
      <Link href="/clusters">{text('nav.home')}</Link>
    </main>
  )
}
