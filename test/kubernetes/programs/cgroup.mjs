// Prints the limits and the use of the container: { memory, limit, quota }, in bytes and CPUs.
//
// usage: node cgroup.mjs
import { existsSync, readFileSync } from 'node:fs';

const ROOT = '/sys/fs/cgroup';
const read = (name) => readFileSync(`${ROOT}/${name}`, 'utf8').trim();
const number = (name) => Number(read(name));

/** Returns the memory in bytes without the caches that the kernel can reclaim, as kubelet counts it. */
const workingSet = (usage, statistics, member) =>
  usage - Number(new RegExp(`^${member} (\\d+)$`, 'm').exec(statistics)[1]);

function unified() {
  const [quota, period] = read('cpu.max').split(' ').map(Number);
  return {
    memory: workingSet(number('memory.current'), read('memory.stat'), 'inactive_file'),
    limit: number('memory.max'),
    quota: quota / period,
  };
}

const byController = () => ({
  memory: workingSet(
    number('memory/memory.usage_in_bytes'),
    read('memory/memory.stat'),
    'total_inactive_file',
  ),
  limit: number('memory/memory.limit_in_bytes'),
  quota: number('cpu/cpu.cfs_quota_us') / number('cpu/cpu.cfs_period_us'),
});

process.stdout.write(JSON.stringify(existsSync(`${ROOT}/memory.max`) ? unified() : byController()));
