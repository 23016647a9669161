import type { Reply } from './child.ts'

/** The other side of a `Child`: answers every question of the parent, and ends with it. */
export function answerParent<Question, Answer>(
  answer: (question: Question) => Promise<Answer>,
  end: () => Promise<void> = async () => {},
): void {
  const reply = async (question: Question): Promise<void> => {
    let message: Reply<Answer>
    try {
      message = { answer: await answer(question) }
    } catch (error) {
      message = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
    }
    process.send?.(message)
  }
  process.on('message', reply)
  process.on('disconnect', () => void end().finally(() => process.exit()))
}
