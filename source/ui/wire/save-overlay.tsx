/** Asks for the name of a transcript file, and writes it. */
import {useState} from 'react';
import type {WireEntry} from '../../net/wire-log.ts';
import {counted} from '../../text/quantity.ts';
import {fit} from '../../text/width.ts';
import {useKeys} from '../hooks/use-keys.ts';
import {keyOf} from '../keys.ts';
import {FramedRow} from '../kit/framed-row.tsx';
import {centred, Overlay} from '../kit/overlay.tsx';
import {TextField} from '../kit/text-field.tsx';
import {wrap} from '../kit/wrap.ts';
import type {Size} from '../layout.ts';
import {formatOf} from './transcript.ts';
import type {WireScene} from './wire-acts.ts';
import type {Saving} from './wire-look.ts';
import {writeTranscript} from './write-transcript.ts';

type Props = {
	readonly size: Size;
	readonly scene: WireScene;
	readonly saving: Saving;
};

const formats = 'A name that ends in .ndjson or .jsonl gives NDJSON, any other gives text.';

export function SaveOverlay({size, scene, saving}: Props) {
	const [busy, setBusy] = useState(false);
	const {change, say, model, message, at} = scene;
	const {name, trouble, what} = saving;
	const entries = what === 'list' ? model.list.matching : message === undefined ? [] : [message];
	const {list, side} = model;
	const drawn = what === 'list' && scene.look.ladder;
	const ladder = drawn ? {side, requestOf: (entry: WireEntry) => list.requestOf(entry)} : undefined;
	const write = async (): Promise<void> => {
		const filter = at.filter === '' || what === 'message' ? '' : `, filter ${at.filter}`;
		const about = `p2pci: ${counted(entries.length, 'message')}${filter}`;
		// Messages that arrive during the writing are not part of it.
		const told = {entries: [...entries], about, format: formatOf(name), ladder};
		const written = await writeTranscript(name, told, trouble?.kind === 'exists');
		setBusy(false);
		if (written.kind === 'written') {
			change({kind: 'save', saving: undefined});
			say(`${counted(told.entries.length, 'message')} written to ${written.file}.`);
		} else change({kind: 'save', saving: {...saving, trouble: written}});
	};
	useKeys(['field'], act => {
		if (act === 'back') change({kind: 'save', saving: undefined});
		if (act !== 'submit' || busy || name.trim() === '') return;
		setBusy(true);
		void write();
	});
	const width = Math.min(72, size.columns);
	const lines = wrap(busy ? 'Writing …' : (trouble?.sentence ?? formats), width - 4).slice(
		0,
		Math.max(1, size.rows - 4),
	);
	const rect = centred(size, width, lines.length + 3);
	return (
		<Overlay
			rect={rect}
			title={`Write ${counted(entries.length, 'message')}`}
			hint={`${keyOf('submit', 'field')} writes · ${keyOf('back', 'field')} goes back`}
			rows={lines.map(line => fit(` ${line}`, rect.width - 2))}
			childrenRows={1}
		>
			<FramedRow focused above>
				<TextField
					label=" File:"
					value={name}
					width={rect.width - 2}
					focused
					onChange={text => change({kind: 'save', saving: {what, name: text}})}
				/>
			</FramedRow>
		</Overlay>
	);
}
