package effects

// setFound makes an upsert of what creates a row or else assigns to the one that is there:
// Where("id = ?", id).Assign(values).FirstOrCreate(&row). The condition is the key.
func (q *gormQuery) setFound(l link) {
	if l.name != "FirstOrCreate" || len(q.assigned) == 0 {
		return
	}
	q.overwrites, q.opaque, q.where, q.set = true, false, nil, nil
	for _, a := range q.assigned {
		columns, ok := q.p.keys(a.frame, a.arg(0))
		if !ok {
			columns = columnsOf(namingGorm, modelOf(a.arg(0)))
		}
		for _, c := range columns {
			q.set = append(q.set, constTexts(quoteName(c)+" = "+blank))
		}
	}
}
