/** Joins an index server, makes sure that it is one, and leaves it. */
import type {Identity, Joined} from './identity.ts';
import {answered, isForgotten, isTaken} from './index-failures.ts';
import type {IndexLink} from './index-link.ts';
import type {TokenStore} from './token-store.ts';

export type Joining = {
	readonly identity: Identity;
	/** Tokens of earlier runs of this peer. */
	readonly tokens: TokenStore;
	/** Nothing will be added after joining. */
	readonly sharesNothing: boolean;
};

/** How long the end of the program waits for a server that does not confirm it, in milliseconds. */
const leaveMs = 1000;

/** Rejects as `IndexLink.join` does, and when it is no index server. */
export async function joinIndex(link: IndexLink, {identity, tokens, sharesNothing}: Joining): Promise<Joined> {
	const joined = await joinWithName(link, {identity, tokens});
	// In 1.0 joining is only connecting, which works with a web server, too: without an ADD nobody would notice.
	if (joined.strange && sharesNothing) await answered(link.list());
	return joined;
}

async function joinWithName(
	link: IndexLink,
	{identity, tokens}: Pick<Joining, 'identity' | 'tokens'>,
): Promise<Joined> {
	try {
		return await link.join(identity);
	} catch (error) {
		if (!isTaken(error) || !(await removeFormerRun(link, tokens))) throw error;
		return link.join(identity);
	}
}

/** Whether the name may be free now: a former run of ours held it, which has been removed, or whose lease has ended. */
async function removeFormerRun(link: IndexLink, tokens: TokenStore): Promise<boolean> {
	const token = await tokens.token();
	if (token === undefined) return false;
	// A name that nobody has any more is as unknown as a token of another peer: the next JOIN tells.
	return link.leave(token).then(() => true, isForgotten);
}

/** Leaves the index, once `joining` is over. Whether it confirmed that within a second. */
export async function leaveIndex(link: IndexLink, joining: Promise<unknown> | undefined): Promise<boolean> {
	let timer: NodeJS.Timeout | undefined;
	const enough = new Promise<boolean>(resolve => {
		timer = setTimeout(() => resolve(false), leaveMs);
	});
	const left = Promise.resolve(joining)
		.then(() => link.leave())
		.then(
			() => true,
			() => false,
		);
	const isGone = await Promise.race([left, enough]);
	clearTimeout(timer);
	return isGone;
}
