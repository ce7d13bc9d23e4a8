import { Code, Paper, Stack, Text, Title } from '@mantine/core'
import { text } from '../messages/text.ts'
import { Marked } from '../parts/marked.tsx'
import { Logo } from './logo.tsx'
import classes from './shell.module.css'

/** Shown without a session: how to get a link that opens one. */
export function SignIn({ problem }: { readonly problem?: string | undefined }) {
  return (
    <main id="content" className={classes.alone}>
      <Paper withBorder p="xl" className="bw-raised">
        <Stack gap="sm">
          <Logo />
          <Title order={1}>{text('signIn.title')}</Title>
          {problem !== undefined && (
            <Text role="alert" c="var(--bw-tone-bad-text)">
              <Marked text={problem} />
            </Text>
          )}
          <Text>{text('signIn.advice')}</Text>
          <Code block fz="sm">
            {text('signIn.command')}
          </Code>
          <Text size="sm" c="dimmed">
            {text('signIn.note')}
          </Text>
        </Stack>
      </Paper>
    </main>
  )
}
