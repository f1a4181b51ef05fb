import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';

/** The machine in one line: '2 x AMD EPYC, 24 GB, Node v20.20.2, linux x64'. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} x ${model}, ${gigabytes} GB, Node ${process.version}, ${platform()} ${arch()}`;
}
