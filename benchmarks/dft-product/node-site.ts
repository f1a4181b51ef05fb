import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Start, Times } from './measure.js';
import type { Settings, Site } from './site.js';

export async function siteInNode(name: string, settings: Settings, flags: string[]): Promise<Site> {
  const child = fork(join(import.meta.dirname, 'node-process.ts'), [JSON.stringify(settings)], {
    execArgv: ['--import', 'tsx', ...flags],
  });
  const answer = async <Answer>() => {
    const ended = once(child, 'exit').then(() => {
      throw new Error(`The process of ${name} ended early.`);
    });
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [Answer];
    return message;
  };
  return {
    name,
    sizes: settings.sizes,
    starts: await answer<Record<string, Start>>(),
    turn: (rounds) => {
      child.send(rounds);
      return answer<Record<string, Times>>();
    },
    close: () => {
      child.kill();
      return Promise.resolve();
    },
  };
}
