import {execFile} from 'node:child_process';
import process from 'node:process';
import {promisify} from 'node:util';
import {isolatedEnvironment, launcher} from './program.ts';

const run = promisify(execFile);
const ip = (...words: readonly string[]) => run('ip', words);

/** Another host, as a Linux network namespace with its own addresses, connected to this machine. Needs root. */
export type OtherMachine = AsyncDisposable & {
	/** This machine's address on that connection. */
	readonly ourAddress: string;
	/** Runs the program there to its end. */
	readonly program: (
		args: readonly string[],
		home: string,
	) => Promise<{readonly code: number; readonly stdout: string; readonly stderr: string}>;
};

/**
 * Creates another host. Its addresses are from the block for benchmarks (RFC 2544, appendix C.2.2), which no real
 * network uses: four for each process.
 */
export async function otherMachine(): Promise<OtherMachine> {
	const id = process.pid % 32_768;
	const [name, cable, far] = [`p2pci-${id}`, `p2a${id}`, `p2b${id}`];
	const address = (host: number) => `198.${18 + (id >> 14)}.${(id >> 6) & 255}.${((id & 63) << 2) + host}`;
	const [ourAddress, theirAddress] = [address(1), address(2)];
	await ip('netns', 'add', name);
	const dispose = async () => {
		// The system takes a namespace apart later on: the next one would find the cable still there.
		await ip('link', 'del', cable).catch(() => {});
		await ip('netns', 'del', name);
	};
	try {
		await ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', far, 'netns', name);
		await ip('addr', 'add', `${ourAddress}/30`, 'dev', cable);
		await ip('link', 'set', cable, 'up');
		await ip('-n', name, 'addr', 'add', `${theirAddress}/30`, 'dev', far);
		await ip('-n', name, 'link', 'set', far, 'up');
		await ip('-n', name, 'link', 'set', 'lo', 'up');
	} catch (error) {
		await dispose();
		throw error;
	}
	return {
		ourAddress,
		program: async (args, home) => {
			const words = ['netns', 'exec', name, process.execPath, launcher, ...args];
			try {
				const {stdout, stderr} = await run('ip', words, {cwd: home, env: isolatedEnvironment(home), timeout: 30_000});
				return {code: 0, stdout, stderr};
			} catch (error) {
				const {code, stdout, stderr} = error as {code?: number; stdout: string; stderr: string};
				return {code: code ?? 1, stdout, stderr};
			}
		},
		[Symbol.asyncDispose]: dispose,
	};
}
