/** `p2pci server`: builds an index server, then draws or prints it. */
import process from 'node:process';
import {isWildcard} from '../net/addresses.ts';
import {answersLookup} from '../net/answers-lookup.ts';
import {listenFailure} from '../net/listen-failure.ts';
import type {NetworkKey} from '../net/network-key.ts';
import {defaultPort} from '../protocol/message.ts';
import {type IndexServer, startIndexServer} from '../server/index-server.ts';
import {parseListenPort} from '../text/address.ts';
import {type Failure, FailureError} from '../text/failures.ts';
import {joinCommand} from '../text/join-command.ts';
import {counted} from '../text/quantity.ts';
import type {Invocation, Run} from './line/command.ts';
import {listenHostOf} from './line/flag-values.ts';
import {keyOf} from './line/network.ts';
import {conversation, presentationOf, type ScreenLook} from './presentation.ts';
import {exitCodes} from './process/exit-codes.ts';
import {type EndSignal, endSignal} from './process/lifecycle.ts';
import {changeLine, wireLine} from './process/log-lines.ts';
import {printLog} from './process/log-output.ts';
import {printOut} from './process/output.ts';
import {settleSoon} from './process/settled.ts';
import {programName} from './process/version.ts';

export const run: Run = async (_command, invocation) => {
	const look = presentationOf(invocation);
	const server = await start(invocation, look.kind === 'plain');
	const end = endSignal(() => process.exit(exitCodes.done), {leaves: true});
	try {
		if (look.kind === 'screen') await draw(server, end, look.options);
		else if (look.kind === 'lines') await talk(server, end);
		else await print(server, end);
	} finally {
		await server.close();
		end.dispose();
	}
	return exitCodes.done;
};

async function start(invocation: Invocation, plain: boolean): Promise<IndexServer> {
	const host = listenHostOf(invocation);
	const port = invocation.value('port', parseListenPort, 'a number from 0 to 65535') ?? 0;
	const key = await keyOf(invocation);
	try {
		return await startIndexServer({
			host,
			port,
			key,
			trustAddresses: invocation.on('trust-addresses'),
			software: programName(),
			...(plain ? {onChange: change => printLog(changeLine(change, Date.now()))} : {}),
		});
	} catch (error) {
		throw new FailureError(await failureOf(error, {host, port, key}), {cause: error});
	}
}

/** How long to wait for a program that occupies the port to identify itself as an index server. */
const saysMs = 1000;

type Place = {readonly host: string; readonly port: number; readonly key: NetworkKey | undefined};

/** Says also whether the program that occupies the port is an index server. */
async function failureOf(error: unknown, {host, port, key}: Place): Promise<Failure> {
	const failure = listenFailure(error, {role: 'server', host, port});
	if (failure.kind !== 'port-in-use') return failure;
	const here = isWildcard(host) ? '127.0.0.1' : host;
	if (!(await answersLookup({host: here, port, key, timeoutMs: saysMs}))) return failure;
	const isUsual = here === '127.0.0.1' && port === defaultPort;
	const join = joinCommand({host: here, port, network: key?.identity}, isUsual);
	return {...failure, kind: 'server-runs', join};
}

async function draw(server: IndexServer, end: EndSignal, look: ScreenLook): Promise<void> {
	const {showServerScreen} = await import('../ui/screen.tsx');
	const shown = showServerScreen(server, {...look, signal: end.signal});
	settleSoon();
	await shown;
	const {messages, peers} = server.facts();
	const joined = `${counted(peers, 'peer')} ${peers === 1 ? 'was' : 'were'} joined at the end`;
	printOut(`p2pci: answered ${counted(messages, 'message')}; ${joined}.`);
}

async function talk(server: IndexServer, end: EndSignal): Promise<void> {
	settleSoon();
	const {talkAsServer} = await import('../ui/linear/server-dialogue.ts');
	const {around, close} = conversation(end.signal);
	await talkAsServer(server, around).finally(close);
}

async function print(server: IndexServer, end: EndSignal): Promise<void> {
	settleSoon();
	const {host, port, network} = server.facts();
	const isPrivate = network === undefined ? '' : `, private network ${network}`;
	printLog(`Started listening on IP ${host} Port : ${port}${isPrivate}`);
	printLog(joinCommand({host, port, network}));
	const stop = server.wire.subscribe(entry => printLog(wireLine(entry)));
	await end.ended;
	stop();
}
