/** Runs a task when every earlier one of the same head has ended. @returns what the task returns, or its error. */
export type OneWriter = <T>(id: string, task: () => Promise<T>) => Promise<T>;

/**
 * What a head has come to is told by its folder and by its row; whoever changes the two does it alone, so that they end up
 * equal. A task must not ask for its own head again: it would wait for itself.
 */
export function oneWriter(): OneWriter {
  const tails = new Map<string, Promise<unknown>>();
  return (id, task) => {
    const mine = (tails.get(id) ?? Promise.resolve()).then(task);
    const tail = mine.then(ignore, ignore).then(() => {
      if (tails.get(id) === tail) tails.delete(id);
    });
    tails.set(id, tail);
    return mine;
  };
}

function ignore(): void {}
