import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { checkString } from '@argmaxable/core';

const TAG = /^([0-9a-f]{8})-([1-9]\d{0,9})$/;

/**
 * Returns a text for the names of temporary files that identifies this process among all processes that may
 * use a folder. It has 8 hex digits for the place in which process numbers are unique (machine, boot,
 * container), then the process number. `isGone` says whether the process has ended.
 *
 * @example
 * import { processTag } from '@argmaxable/node';
 * console.log(`.report.${processTag()}.tmp`); // .report.5f0c2a91-4711.tmp
 */
export function processTag(): string {
  return `${(place ??= findPlace())}-${process.pid}`;
}

/**
 * Whether the process of a tag has ended; false if this is not known, as for processes of another machine or
 * container.
 *
 * @throws ValueError for anything but a string.
 *
 * @example
 * import { isGone, processTag } from '@argmaxable/node';
 * console.log(isGone(processTag())); // false
 */
export function isGone(tag: string): boolean {
  const [, of, pid] = TAG.exec(checkString('tag', tag)) ?? [];
  if (of === undefined || of !== (place ??= findPlace())) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

let place: string | undefined;

function findPlace(): string {
  const known = [
    hostname(),
    orNone(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
    orNone(() => readlinkSync('/proc/self/ns/pid')),
  ];
  return createHash('sha256').update(known.join('\n')).digest('hex').slice(0, 8);
}

function orNone(read: () => string): string {
  try {
    return read();
  } catch {
    return ''; // not Linux
  }
}
