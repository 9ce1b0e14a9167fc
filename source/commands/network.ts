/** The network that a command works in: its index server, the version to speak, and its key if it is private. */
import type {NetworkKey} from '../net/network-key.ts';
import type {Version} from '../protocol/message.ts';
import type {HostPort} from '../text/address.ts';
import {printable} from '../text/printable.ts';
import {type Invocation, UsageError} from './command.ts';
import {protocolOf, serverOf} from './flag-values.ts';
import {isOpenToOthers, readKey} from './key-file.ts';
import {printError} from './output.ts';

export type Network = HostPort & {readonly protocol?: Version | undefined; readonly key?: NetworkKey | undefined};

/** The flags --server, --protocol and --key. Rejects with a `UsageError` or a `FailureError`. */
export async function networkOf(invocation: Invocation): Promise<Network> {
	const protocol = protocolOf(invocation);
	const key = await keyOf(invocation);
	if (key && protocol === '1.0') {
		throw new UsageError('Private networks speak P2P-CI/1.1: leave out --key or --protocol 1.0.');
	}
	return {...serverOf(invocation), protocol, key};
}

/** The flag --key. Rejects with a `FailureError`. */
export async function keyOf(invocation: Invocation): Promise<NetworkKey | undefined> {
	const file = invocation.text('key');
	if (file === undefined) return undefined;
	const key = await readKey(file);
	if (await isOpenToOthers(file)) {
		printError(`Other users of this machine can read or change the key: chmod 600 ${printable(file)}`);
	}
	return key;
}
