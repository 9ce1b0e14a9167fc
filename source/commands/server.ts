/** `p2pci server`: builds an index server, then draws it or prints it. */
import process from 'node:process';
import {PortInUseError} from '../net/listener.ts';
import type {IndexServer} from '../server/index-server.ts';
import {startIndexServer} from '../server/index-server.ts';
import {hostPort} from '../text/address.ts';
import {type Failure, FailureError} from '../text/failures.ts';
import type {Invocation, Run} from './command.ts';
import {exitCodes} from './exit-codes.ts';
import {listenPort} from './flag-values.ts';
import {type EndSignal, endSignal} from './lifecycle.ts';
import {changeLine, wireLine} from './log-lines.ts';
import {printOut} from './output.ts';
import {conversation, presentationOf, type ScreenLook} from './presentation.ts';
import {keepHeapSmall} from './small-heap.ts';

export const run: Run = async (_command, invocation) => {
	keepHeapSmall();
	const look = presentationOf(invocation);
	const server = await start(invocation, look.kind === 'plain');
	const end = endSignal(() => process.exit(exitCodes.done));
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
	const host = invocation.text('host') ?? '::';
	const port = invocation.value('port', listenPort, 'a number from 0 to 65535') ?? 0;
	try {
		return await startIndexServer({
			host,
			port,
			trustAddresses: invocation.on('trust-addresses'),
			...(plain ? {onChange: change => printOut(changeLine(change, Date.now()))} : {}),
		});
	} catch (error) {
		throw new FailureError(listenFailure(error, {host, port}), {cause: error});
	}
}

function listenFailure(error: unknown, {host, port}: {readonly host: string; readonly port: number}): Failure {
	if (error instanceof PortInUseError) {
		const {freePort} = error;
		return {kind: 'port-in-use', role: 'server', port, ...(freePort === undefined ? {} : {free: freePort})};
	}
	const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
	if (code === 'EACCES') return {kind: 'port-forbidden', role: 'server', port};
	return {kind: 'listen-failed', host, port, reason: code};
}

async function draw(server: IndexServer, end: EndSignal, look: ScreenLook): Promise<void> {
	const {showServerScreen} = await import('../ui/screen.tsx');
	await showServerScreen(server, {...look, signal: end.signal});
	const {messages, peers} = server.facts();
	printOut(`p2pci: answered ${messages} messages; ${peers} peers were joined at the end.`);
}

async function talk(server: IndexServer, end: EndSignal): Promise<void> {
	const {talkAsServer} = await import('../ui/linear/server-dialogue.ts');
	const {around, close} = conversation(end.signal);
	await talkAsServer(server, around).finally(close);
}

async function print(server: IndexServer, end: EndSignal): Promise<void> {
	const {host, port} = server.facts();
	printOut(`Started listening on IP ${host} Port : ${port}`);
	printOut(`npx p2pci peer --server ${hostPort(host, port)} --name YOU`);
	const stop = server.wire.subscribe(entry => printOut(wireLine(entry)));
	await end.ended;
	stop();
}
