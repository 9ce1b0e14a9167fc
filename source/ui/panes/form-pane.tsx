/** A form of the menu, with the table of choices below its fields. */
import {keyOf} from '../keys.ts';
import {At} from '../kit/at.tsx';
import {innerWidth, Pane} from '../kit/pane.tsx';
import {tableNote} from '../kit/table-model.ts';
import type {Rect} from '../layout.ts';
import {formRows} from '../peer/peer-models.ts';
import {offeredRfc, type PeerScene} from '../peer/peer-scene.ts';
import {type Form, findsInList} from '../peer/peer-view.ts';
import {FormRows, formTitle} from './form-rows.tsx';

type Props = {
	readonly scene: PeerScene;
	readonly form: Form;
	readonly rect: Rect;
	/** Whether the form receives keys: no overlay lies above it. */
	readonly active: boolean;
};

export function FormPane({scene, form, rect, active}: Props) {
	const {models, dispatch} = scene;
	const {choices} = models;
	const below = choices ?? models.results;
	const counts = choices !== undefined || (findsInList(scene.view) && below.view.total > 0);
	return (
		<At rect={rect}>
			<Pane
				width={rect.width}
				height={rect.height}
				title={formTitle(form)}
				note={counts ? tableNote(below.view) : ''}
				hint={
					choices === undefined || choices.view.rows.length === 0
						? ''
						: `${keyOf('up', 'field')}${keyOf('down', 'field')} choose from the list`
				}
				focused
				rows={form.kind === 'add-details' ? [] : below.lines}
				childrenRows={formRows(form)}
			>
				<FormRows
					form={form}
					width={innerWidth(rect.width)}
					active={active}
					offered={offeredRfc(scene)}
					others={choices === undefined && below.view.matching > 0}
					onChange={changed => dispatch({type: 'fill-in', form: changed})}
				/>
			</Pane>
		</At>
	);
}
