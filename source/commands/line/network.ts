/** The network that a command works in: its index server, the version to speak, and its key if it is private. */
import type {NetworkKey} from '../../net/network-key.ts';
import type {Version} from '../../protocol/message.ts';
import type {HostPort} from '../../text/address.ts';
import {printable} from '../../text/printable.ts';
import {printError} from '../process/output.ts';
import {type Invocation, UsageError} from './command.ts';
import {protocolOf, serverOf} from './flag-values.ts';
import {isOpenToOthers, readKey} from './key-file.ts';

export type Network = HostPort & {readonly protocol?: Version | undefined; readonly key?: NetworkKey | undefined};

/** The flags --server, --protocol and --key. Rejects with a `UsageError` or a `FailureError`. */
export async function networkOf(invocation: Invocation): Promise<Network> {
	const protocol = protocolOf(invocation);
	const key = await keyOf(invocation);
	const isPrivate = key !== undefined && protocol === '1.0';
	// A key is never left out without a word: what is said would not be secret.
	if (isPrivate && (invocation.isPreset('key') || !invocation.isPreset('protocol'))) {
		const name = invocation.nameOf('key');
		const version = invocation.isPreset('protocol') ? invocation.nameOf('protocol') : '--protocol 1.0';
		throw new UsageError(`Private networks speak P2P-CI/1.1: leave out ${name} or ${version}.`);
	}
	return {...serverOf(invocation), protocol: isPrivate ? undefined : protocol, key};
}

/** The flag --key. Rejects with a `FailureError`. */
export const keyOf = (invocation: Invocation): Promise<NetworkKey | undefined> => invocation.used('key', checkedKey);

async function checkedKey(file: string): Promise<NetworkKey> {
	const key = await readKey(file);
	if (await isOpenToOthers(file)) {
		printError(`Other users of this machine can read or change the key: chmod 600 ${printable(file)}`);
	}
	return key;
}
