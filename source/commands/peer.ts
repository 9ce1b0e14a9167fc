/** `p2pci peer`: asks for what is missing, builds a peer, then draws it or prints it. */
import {statSync} from 'node:fs';
import {hostname} from 'node:os';
import process from 'node:process';
import {createInterface} from 'node:readline/promises';
import envPaths from 'env-paths';
import {freePort} from '../net/listener.ts';
import {startPeer} from '../peer/peer.ts';
import {placesOf} from '../peer/places.ts';
import {isHostName} from '../protocol/values.ts';
import {hostPort, parseHostPort} from '../text/address.ts';
import {type Failure, FailureError} from '../text/failures.ts';
import {type Invocation, type Run, UsageError} from './command.ts';
import {exitCodes} from './exit-codes.ts';
import {atATime, listenPort, paceOf, protocolOf, rate, rateExpected, serverOf} from './flag-values.ts';
import {presentPeer} from './present-peer.ts';
import {type Presentation, presentationOf} from './presentation.ts';
import {keepHeapSmall} from './small-heap.ts';
import {programVersion} from './version.ts';

const firstUploadPort = 6001;

type Basics = {readonly name: string; readonly uploadPort: number};

export const run: Run = async (_command, invocation) => {
	keepHeapSmall();
	const look = presentationOf(invocation);
	const screen = look.kind === 'screen';
	const options = readFlags(invocation);
	const basics = await completeBasics(invocation, look);
	if (!basics) return exitCodes.done;
	checkName(basics.name);
	const places = placesOf(basics.name, envPaths('p2pci', {suffix: ''}).data);
	// Loaded before the peer begins: the first frame waits for no folder, socket or thread.
	if (screen) await import('../ui/screen.tsx');
	const peer = startPeer({
		...options,
		...basics,
		downloads: options.downloads ?? places.downloads,
		memory: places.memory,
		agent: `p2pci/${programVersion()}`,
	});
	return presentPeer(peer, look);
};

function readFlags(invocation: Invocation) {
	return {
		server: serverOf(invocation),
		protocol: protocolOf(invocation),
		uploadHost: invocation.text('host') ?? '::',
		address: addressOf(invocation),
		rfcs: invocation.text('rfcs') ?? defaultFolder(),
		downloads: invocation.text('downloads'),
		shareAll: invocation.on('share'),
		pace: paceOf(invocation),
		uploadSlots: invocation.value('upload-slots', atATime, 'a number from 1 to 1000'),
		uploadRate: invocation.value('upload-rate', rate, rateExpected) || undefined,
	};
}

function addressOf(invocation: Invocation): string | undefined {
	const isAddress = (text: string) => (parseHostPort(hostPort(text, 1), 1)?.host === text ? text : undefined);
	return invocation.value('address', isAddress, 'a host name or an IP address, without a port');
}

/** `./rfcs` when it is there. */
function defaultFolder(): string | undefined {
	return statSync('rfcs', {throwIfNoEntry: false})?.isDirectory() ? 'rfcs' : undefined;
}

/** Name and upload port: from the flags, and what they leave out from the person. Undefined when the person leaves. */
async function completeBasics(invocation: Invocation, look: Presentation): Promise<Basics | undefined> {
	const name = invocation.text('name');
	if (name !== undefined) checkName(name);
	const uploadPort = invocation.value('upload-port', listenPort, 'a number from 0 to 65535');
	if (name !== undefined && uploadPort !== undefined) return {name, uploadPort};
	const offer = {
		name: name ?? offeredName(),
		uploadPort: uploadPort ?? (await freePort(invocation.text('host') ?? '::', firstUploadPort)),
	};
	// Nobody is there to answer: a pipe that stays open would be waited for in vain.
	if (!process.stdin.isTTY) return offer;
	if (look.kind !== 'screen') return askPlainly(offer, {name, uploadPort});
	const {askPeerBasics} = await import('../ui/screen.tsx');
	return askPeerBasics(offer, look.options);
}

/** The host's name, up to its first dot, where it can be a peer's name. */
function offeredName(): string {
	const name = hostname().replace(/\..*$/, '');
	return isHostName(name) ? name : 'peer';
}

/**
 * Asks as the original did, line by line; an empty line, or no more input, takes what is offered. Undefined when the person
 * leaves.
 */
async function askPlainly(
	offer: Basics,
	given: {readonly [Key in keyof Basics]: Basics[Key] | undefined},
): Promise<Basics | undefined> {
	const lines = createInterface({input: process.stdin, output: process.stderr});
	const over = new AbortController();
	let left = false;
	lines.once('close', () => over.abort());
	lines.once('SIGINT', () => {
		left = true;
		lines.close();
	});
	const ask = async (question: string, offered: string) => {
		if (over.signal.aborted) return offered;
		const answer = lines.question(`${question} [${offered}]: `, {signal: over.signal}).catch(() => '');
		return (await answer).trim() || offered;
	};
	try {
		const name = given.name ?? (await ask('Name of this peer', offer.name));
		const port = given.uploadPort ?? listenPort(await ask('Upload port', String(offer.uploadPort)));
		if (left) return undefined;
		if (port === undefined) throw new UsageError('An upload port is a number from 0 to 65535.');
		return {name, uploadPort: port};
	} finally {
		lines.close();
	}
}

function checkName(name: string): void {
	if (isHostName(name)) return;
	throw new UsageError(new FailureError(nameFailure(name)).message);
}

function nameFailure(name: string): Failure {
	const cause =
		name === '' ? 'empty' : /\s/.test(name) ? 'spaces' : [...name].length > 255 ? 'too-long' : 'unprintable';
	return {kind: 'name-invalid', name, cause};
}
