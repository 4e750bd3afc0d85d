package catalogtest

import (
	"errors"
	"fmt"
	"go/types"

	"github.com/boundarylint/boundarylint/config/catalog"
)

// checkHandler: a method of an interface that has the parameters named.
func checkHandler(sig *types.Signature, e catalog.Entry) error {
	if recv := sig.Recv(); recv == nil || !types.IsInterface(recv.Type()) {
		return errors.New("is no method of an interface")
	}
	return checkParams(sig, e)
}

// checkConsume: the argument is a function that has the parameters named, or
// something of which only its caller knows what it is.
func checkConsume(sig *types.Signature, e catalog.Entry) error {
	if e.Arg >= sig.Params().Len() {
		return fmt.Errorf("there is no argument %d: %s", e.Arg, sig)
	}
	t := sig.Params().At(e.Arg).Type()
	if e.Field != "" {
		obj, _, _ := types.LookupFieldOrMethod(t, true, nil, e.Field)
		field, ok := obj.(*types.Var)
		if !ok {
			return fmt.Errorf("argument %d is %s, which has no field %s", e.Arg, t, e.Field)
		}
		t = field.Type()
	}
	switch u := t.Underlying().(type) {
	case *types.Signature:
		return checkParams(u, e)
	case *types.Interface:
		return checkInterface(u, e)
	case *types.Map:
		t = u.Elem()
	}
	if !types.IsInterface(t) {
		return fmt.Errorf("argument %d is %s: %s", e.Arg, t, sig)
	}
	return nil
}

// checkInterface: any value at all, or one whose method has the parameters.
func checkInterface(t *types.Interface, e catalog.Entry) error {
	var err error
	for m := range t.Methods() {
		if err = checkParams(m.Signature(), e); err == nil {
			return nil
		}
	}
	return err
}

// checkParams holds a handler to having each parameter that is said to be the
// message, and to none of them being a context.
func checkParams(sig *types.Signature, e catalog.Entry) error {
	params := e.Params(sig.Params().Len())
	if len(params) != len(e.Msg) {
		return fmt.Errorf("a handler has no parameters %v: %s", e.Msg, sig)
	}
	for _, i := range params {
		if sig.Params().At(i).Type().String() == "context.Context" {
			return fmt.Errorf("a handler's parameter %d is a context: %s", i, sig)
		}
	}
	return nil
}

// checkDecode: what is decoded is an argument or the receiver, and what is
// filled in an argument that can be, or a result.
func checkDecode(sig *types.Signature, e catalog.Entry) error {
	n := sig.Params().Len()
	switch {
	case e.Arg >= n || e.Into >= n:
		return fmt.Errorf("there is no argument %d or %d: %s", e.Arg, e.Into, sig)
	case e.Arg < 0 && sig.Recv() == nil:
		return errors.New("is no method")
	case e.Into < 0 && sig.Results().Len() == 0:
		return errors.New("has no result")
	case e.Into < 0:
		return nil
	}
	switch t := sig.Params().At(e.Into).Type().Underlying().(type) {
	case *types.Interface, *types.Pointer:
		return nil
	default:
		return fmt.Errorf("argument %d is %s: %s", e.Into, t, sig)
	}
}
