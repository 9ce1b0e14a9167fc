/** A peer's screen in a screenshot, and what a person does there first. */
import type {TerminalUnderTest} from '../test/helpers/terminal.ts';
import {indexServer, peer, peerScreen, type Role} from './pictures/cast.ts';
import {longFiles} from './pictures/documents.ts';
import type {Stage} from './pictures/scene.ts';

/** A peer with three documents, next to one that has all and one that speaks only 1.0. */
export async function bob(stage: Stage, args: readonly string[] = []): Promise<TerminalUnderTest> {
	const cast = await indexServer(stage);
	await peer(stage, cast, {name: 'alice'});
	await peer(stage, cast, {name: 'carol', share: 5, args: ['--protocol', '1.0']});
	const terminal = await peerScreen(stage, cast, {name: 'bob', share: 3, args});
	await terminal.waitFor('others reach me');
	return terminal;
}

/** Lists all shared documents, `rfcs` of them; the first one is selected. */
export async function listAll(terminal: TerminalUnderTest, rfcs: number): Promise<void> {
	await terminal.press('4');
	await terminal.waitFor(new RegExp(`─ Search ─+ ${rfcs} ─`));
}

/** The row under the cursor in the results. */
export const selected = (screen: string): string => /│▸ +(\d+ .*)│$/m.exec(screen)?.[1] ?? '';

/** Moves to a document in the results, and gets it. */
export async function getFromList(terminal: TerminalUnderTest, rfc: number): Promise<void> {
	await terminal.press('g');
	while (!selected(terminal.screen()).startsWith(`${rfc} `)) {
		const before = selected(terminal.screen());
		await terminal.press('down');
		await terminal.waitFor(screen => selected(screen) !== before);
	}
	await terminal.press('enter');
	await terminal.waitFor(new RegExp(`[◐✓] +${rfc} `));
}

/** Looks up an RFC. */
export async function lookup(terminal: TerminalUnderTest, rfc: number): Promise<void> {
	await terminal.press('3');
	await terminal.waitFor('RFC number to look up:');
	await terminal.type(String(rfc));
	await terminal.press('enter');
	await terminal.waitFor(`Search: RFC ${rfc}`);
}

/** A peer next to one that has the samples and `count` long documents. */
export async function besideLong(stage: Stage, count: number, args: readonly string[]): Promise<TerminalUnderTest> {
	const cast = await indexServer(stage);
	await peer(stage, cast, {name: 'alice', files: await longFiles(900_101, count, 2 * 1024 * 1024)});
	const terminal = await peerScreen(stage, cast, {name: 'bob', share: 0, args});
	await terminal.waitFor('others reach me');
	await listAll(terminal, 11 + count);
	return terminal;
}

/** A peer with three documents, next to one that has all. */
export async function besideAlice(stage: Stage, role: Pick<Role, 'args' | 'env'> = {}): Promise<TerminalUnderTest> {
	const cast = await indexServer(stage);
	await peer(stage, cast, {name: 'alice'});
	const terminal = await peerScreen(stage, cast, {...role, name: 'bob', share: 3});
	await terminal.waitFor('others reach me');
	await terminal.waitFor(/shares +3/);
	return terminal;
}
